"""How a sum is split among those who paid."""

from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import payments
from kith.gifts.split import split


def _charge(number: int) -> payments.ChargeId:
    return payments.ChargeId(UUID(int=number))


_FEN = st.integers(0, 10**9)
_WEIGHTS = st.dictionaries(st.integers(1, 99).map(_charge), st.integers(0, 10**7), min_size=1, max_size=9).filter(
    lambda weights: any(weights.values())
)


@pytest.mark.parametrize(
    ("fen", "weights", "shares"),
    [
        (0, {1: 500, 2: 300}, {1: 0, 2: 0}),
        (800, {1: 500, 2: 300}, {1: 500, 2: 300}),
        (100, {1: 1, 2: 1, 3: 1}, {1: 34, 2: 33, 3: 33}),
        (101, {3: 1, 2: 1, 1: 1}, {1: 34, 2: 34, 3: 33}),
        (10, {1: 1, 2: 2}, {1: 3, 2: 7}),
        (7, {1: 0, 2: 3}, {1: 0, 2: 7}),
    ],
)
def test_examples(fen: int, weights: dict[int, int], shares: dict[int, int]) -> None:
    named = {_charge(number): weight for number, weight in weights.items()}
    assert split(fen, named) == {_charge(number): share for number, share in shares.items()}


@given(_FEN, _WEIGHTS)
def test_the_shares_make_up_the_sum_and_each_is_nearly_exact(fen: int, weights: dict[payments.ChargeId, int]) -> None:
    shares = split(fen, weights)
    total = sum(weights.values())
    assert sum(shares.values()) == fen
    for charge_id, share in shares.items():
        assert abs(share * total - fen * weights[charge_id]) < total


@given(_FEN, _WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(fen: int, weights: dict[payments.ChargeId, int], random: Random) -> None:
    shuffled = list(weights.items())
    random.shuffle(shuffled)
    assert split(fen, dict(shuffled)) == split(fen, weights)


@given(_FEN, _WEIGHTS)
def test_who_put_in_more_gets_no_less(fen: int, weights: dict[payments.ChargeId, int]) -> None:
    shares = split(fen, weights)
    in_order = sorted(weights, key=lambda charge_id: (weights[charge_id], shares[charge_id]))
    assert [shares[charge_id] for charge_id in in_order] == sorted(shares.values())


@given(_WEIGHTS, st.data())
def test_nobody_gets_more_than_was_put_in(weights: dict[payments.ChargeId, int], data: st.DataObject) -> None:
    shares = split(data.draw(st.integers(0, sum(weights.values()))), weights)
    assert all(share <= weights[charge_id] for charge_id, share in shares.items())
