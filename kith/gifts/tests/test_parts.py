"""Many payers and every way out, with real deeds: each gets exactly their part back, by the way they paid it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith import gifts, ledger, payments, people
from kith.gifts import part as parts
from kith.gifts.tests.town import FEN, LESS, Town
from kith.kit.sql import Tx
from kith.payments.tests.desk import OneConnection
from tests.cast import ANN, BO, CHEN, DEE, FAY

BACK = FEN - LESS
LEAST = 100


async def _deadline(town: Town, _: gifts.GiftId) -> None:
    town.later(days=4)


async def _answer_window(town: Town, _: gifts.GiftId) -> None:
    town.later(days=8)


async def _quietly(town: Town, gift_id: gifts.GiftId) -> None:
    # The givers' money comes back when it would have without an answer.
    await town.decline(gift_id)
    town.later(days=8)


async def _refused(town: Town, gift_id: gifts.GiftId) -> None:
    await town.accept(gift_id)
    await town.unable(gift_id)


async def _sold_out(town: Town, gift_id: gifts.GiftId) -> None:
    await town.accept(gift_id)
    await town.unable(gift_id, "sold_out")
    await town.cancel(gift_id)


async def _for_less(town: Town, gift_id: gifts.GiftId) -> None:
    await town.accept(gift_id, town.small, returned_fen=BACK)


async def _for_less_and_refused(town: Town, gift_id: gifts.GiftId) -> None:
    await _for_less(town, gift_id)
    await town.sweep(minutes=1)
    await town.unable(gift_id, staff=FAY)


Way = Callable[[Town, gifts.GiftId], Awaitable[object]]

BEFORE: dict[str, Way] = {"withdrawn": Town.withdraw, "not reached": _deadline}
"""Ways out of a gift whose last part nobody has paid."""
AFTER: dict[str, Way] = {
    "withdrawn": Town.withdraw,
    "declined quietly": _quietly,
    "declined aloud": lambda town, gift_id: town.decline(gift_id, tell=True),
    "not answered": _answer_window,
    "refused by the shop": _refused,
    "sold out": _sold_out,
    "taken for less": _for_less,
    "taken for less, then refused": _for_less_and_refused,
}
WAYS = st.sampled_from([("before", name) for name in BEFORE] + [("after", name) for name in AFTER])
CUTS = st.lists(st.integers(1, FEN // LEAST - 2), max_size=4, unique=True)
"""Where the price is cut into parts, in steps of the least part."""
PAYERS = st.lists(st.sampled_from([ANN, CHEN, DEE]), min_size=5, max_size=5)
Played = tuple[tuple[str, str], list[int], int, list[people.PersonId]]
"""How a gift ends, where its price is cut, how far beside that, and who pays."""
GIFT = st.tuples(WAYS, CUTS, st.integers(0, LEAST - 1), PAYERS)


def cut(cuts: list[int], odd: int) -> list[int]:
    """The parts of the price, none below the least."""
    ends = [0, *(one * LEAST + odd for one in sorted(cuts)), FEN]
    return [end - start for start, end in pairwise(ends)]


def largest_remainder(fen: int, weights: dict[payments.ChargeId, int]) -> dict[payments.ChargeId, int]:
    """What each is due of `fen`: worked out with fractions, and in another way than the code does."""
    exact = {charge_id: Fraction(fen * weight, sum(weights.values())) for charge_id, weight in weights.items()}
    due = {charge_id: int(share) for charge_id, share in exact.items()}
    while sum(due.values()) < fen:
        poorest = max(sorted(due), key=lambda charge_id: exact[charge_id] - due[charge_id])
        due[poorest] += 1
    return due


async def _collected(
    town: Town, pieces: list[int], payers: list[people.PersonId], *, whole: bool
) -> tuple[gifts.GiftId, dict[payments.ChargeId, int]]:
    gift_id = await town.collect()
    await town.ask(gift_id, CHEN, DEE)
    paid: dict[payments.ChargeId, int] = {}
    for fen, payer in zip(pieces if whole else pieces[:-1], payers, strict=False):
        paid[await town.pay_part(gift_id, payer, fen)] = fen
    return gift_id, paid


async def _back(town: Town, charges: list[payments.ChargeId]) -> dict[payments.ChargeId, int]:
    async with town.db.transaction() as tx:
        found = await payments.refunds_of(tx, charges)
    assert {refund.state for refund in found} <= {"refunded"}
    back: Counter[payments.ChargeId] = Counter()
    for refund in found:
        back[refund.charge_id] += refund.fen
    return dict(back)


async def _way_out(town: Town, when: str, way: str, pieces: list[int], payers: list[people.PersonId]) -> None:
    known = set(town.gateway.trades)
    gift_id, paid = await _collected(town, pieces, payers, whole=when == "after")
    await (BEFORE if when == "before" else AFTER)[way](town, gift_id)
    for _ in range(2):
        await town.sweep(minutes=1)
    stays = way == "taken for less"
    due = largest_remainder(BACK, paid) if stays else paid
    assert await _back(town, list(paid)) == {charge_id: fen for charge_id, fen in due.items() if fen}
    trades = [trade for number, trade in town.gateway.trades.items() if number not in known]
    assert sorted((trade.fen, sum(trade.refunds.values())) for trade in trades) == sorted(
        (fen, due[charge_id]) for charge_id, fen in paid.items()
    )
    async with town.db.transaction() as tx:
        left = sum(part.left_fen for part in await parts.of.all(tx, gift_id=gift_id) if not part.returned_at)
    assert left == (LESS if stays else 0)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(GIFT, min_size=6, max_size=6, unique_by=lambda one: one[0]))
def test_each_gets_exactly_their_part_back(
    shared_url: str, played: list[tuple[tuple[str, str], list[int], int, list[people.PersonId]]]
) -> None:
    asyncio.run(_play(shared_url, played))


async def _play(url: str, played: list[Played]) -> None:
    connection = await Tx.connect(url, autocommit=True)
    async with connection, connection.transaction(force_rollback=True):
        town = Town(OneConnection(connection), datetime(2026, 3, 1, 4, tzinfo=UTC))
        town.paying = payments.Policy(sweep_width=1)
        town.policy = gifts.Policy(asks_a_day=50, ask_again_days=0, weekly_fen=10_000_000)
        await town.build(units=20)
        await town.open_lamps(units=20)
        async with town.db.transaction() as tx:
            await people.set_door(tx, BO, people.Door("friends", 100_000, 100), town.now)
        for friend in (CHEN, DEE):
            await town.befriend(ANN, friend)
        for (when, way), cuts, odd, payers in played:
            await _way_out(town, when, way, cut(cuts, odd), payers)
        clearing, book = payments.clearing_account(town.gateway.name), await town.gateway.book()
        async with town.db.transaction() as tx:
            assert await ledger.audit(tx) == []
            balances = await ledger.balances(tx, [clearing])
        assert book
        assert book.balance_fen == -balances[clearing].net
