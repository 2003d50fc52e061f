"""How envelopes are divided: exact, within bounds, the same for all places, and as the page for others says."""

import hashlib
import re
from collections import Counter
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.envelopes.split import LARGEST_FEN, Kind, Split, Stream, Terms, commitment, split

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE, VECTORS = DOCS / "envelope-fairness.md", DOCS / "envelope-vectors.json"
ENVELOPE = UUID("00000000-0000-7000-8000-000000000001")
DRAWS = 10_000
SHARES = 10


class Vector(msgspec.Struct):
    """A proof as it is published."""

    envelope_id: UUID
    kind: Kind
    fen: int
    count: int
    seed: str
    commitment: str
    shares: list[int]
    best: int | None


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    kind: Kind = draw(st.sampled_from(["lucky", "equal", "exclusive"]))
    count = 1 if kind == "exclusive" else draw(st.integers(1, 100))
    return Terms(draw(st.uuids()), kind, draw(st.integers(count, count * LARGEST_FEN)), count)


@settings(max_examples=150)
@given(terms(), st.binary(min_size=32, max_size=32))
def test_the_shares_are_all_of_it_and_none_is_empty_or_too_large(asked: Terms, seed: bytes) -> None:
    made = split(seed, asked)
    assert sum(made.shares) == asked.fen
    assert len(made.shares) == asked.count
    assert min(made.shares) >= 1
    assert max(made.shares) <= LARGEST_FEN
    if asked.kind == "lucky" and asked.count > 1:
        assert made.best is not None
        assert made.shares[made.best] == max(made.shares)
    else:
        assert made.best is None
    if asked.kind == "equal":
        assert max(made.shares) - min(made.shares) <= 1
    assert split(seed, asked) == made


@pytest.fixture(scope="module")
def drawn() -> list[Split]:
    """10^5 draws in 10^4 envelopes, from one seed."""
    return [
        split(hashlib.sha256(b"fair %d" % number).digest(), Terms(ENVELOPE, "lucky", 2_000, SHARES))
        for number in range(DRAWS)
    ]


def _chi_square(seen: Counter[int], cells: int, expected: float) -> float:
    return sum((seen[cell] - expected) ** 2 / expected for cell in range(cells))


def test_the_place_has_no_effect_on_how_much_there_is(drawn: list[Split]) -> None:
    """Which tenth of all shares a share belongs to, against its place: 81 degrees of freedom."""
    every = sorted(share for one in drawn for share in one.shares)
    edges = [every[len(every) * tenth // 10] for tenth in range(1, 10)]
    table = Counter(
        (place, sum(share >= edge for edge in edges)) for one in drawn for place, share in enumerate(one.shares)
    )
    columns = Counter[int]()
    for (_, tenth), times in table.items():
        columns[tenth] += times
    statistic = sum(
        (table[place, tenth] - columns[tenth] / SHARES) ** 2 / (columns[tenth] / SHARES)
        for place in range(SHARES)
        for tenth in columns
    )
    assert statistic < 126.1  # p = 0.001


def test_the_best_luck_falls_on_each_place_equally_often(drawn: list[Split]) -> None:
    best = Counter(one.best for one in drawn if one.best is not None)
    assert sum(best.values()) == DRAWS
    assert _chi_square(best, SHARES, DRAWS / SHARES) < 27.9  # 9 degrees of freedom, p = 0.001


def test_the_best_luck_has_no_place_where_all_shares_are_alike() -> None:
    best = Counter(
        split(hashlib.sha256(b"alike %d" % number).digest(), Terms(ENVELOPE, "lucky", 5, 5)).best or 0
        for number in range(2_000)
    )
    assert _chi_square(best, 5, 400) < 18.5  # 4 degrees of freedom, p = 0.001


def test_the_mean_of_a_share_is_that_of_the_envelope(drawn: list[Split]) -> None:
    for place in range(SHARES):
        assert abs(sum(one.shares[place] for one in drawn) / DRAWS - 200) < 5


def test_numbers_below_a_bound_are_even() -> None:
    stream = Stream(b"\1" * 32)
    seen = Counter(stream.below(7) for _ in range(7_000))
    assert _chi_square(seen, 7, 1_000) < 22.5  # 6 degrees of freedom, p = 0.001


@given(terms(), st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_commitment_stands_for_one_seed_and_one_envelope(asked: Terms, seed: bytes, other: bytes) -> None:
    bound = commitment(seed, asked)
    assert (commitment(other, asked) == bound) == (seed == other)
    assert commitment(seed, Terms(asked.envelope_id, asked.kind, asked.fen + 1, asked.count)) != bound
    assert commitment(seed, Terms(asked.envelope_id, asked.kind, asked.fen, asked.count + 1)) != bound


def test_the_page_for_others_has_an_example_that_is_true() -> None:
    said = dict(re.findall(r"^    (commitment|shares|best) +=(?! SHA) (.+)$", PAGE.read_text(), re.MULTILINE))
    asked, seed = Terms(ENVELOPE, "lucky", 2_000, 10), b"\7" * 32
    made = split(seed, asked)
    assert said == {
        "commitment": commitment(seed, asked).hex(),
        "shares": ", ".join(map(str, made.shares)),
        "best": str(made.best),
    }


def test_the_vectors_for_others_are_true() -> None:
    for said in msgspec.json.decode(VECTORS.read_bytes(), type=list[Vector]):
        asked, seed = Terms(said.envelope_id, said.kind, said.fen, said.count), bytes.fromhex(said.seed)
        assert commitment(seed, asked).hex() == said.commitment
        assert split(seed, asked) == Split(said.shares, said.best)
