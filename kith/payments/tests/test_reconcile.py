"""Bills against books: every difference is found, none invented, and what is explained leaves the clearing accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.kit import ids
from kith.kit.sql import Database, Tx
from kith.payments.bill import BillLine
from kith.payments.bill_break import Break
from kith.payments.bill_day import begins_at, day_of
from kith.payments.tests.clerk import FIRST, Clerk, Deed, OurItem, line, settled
from kith.payments.tests.desk import OneConnection

DAYS = [FIRST + timedelta(days=n) for n in range(6)]
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


def own(item: OurItem = "payment", fen: int = 1_000, at: datetime = NOON, of: UUID | None = None) -> Deed:
    return Deed(item, ids.new(at), fen, at, of)


Row = tuple[str, str, int, str, str, str | None]


def brief(rows: Sequence[Break]) -> set[Row]:
    return {(row.item, row.number, row.nth, row.kind, row.state, row.reason) for row in rows}


@pytest.fixture
def clerk(db: Database) -> Clerk:
    return Clerk(db)


@dataclass(frozen=True)
class Seed:
    """How the bill differs about one of ours."""

    deed: Deed
    fault: str


MOMENTS = st.one_of(
    st.integers(0, 3 * 86_400 - 1),
    st.sampled_from([0, 1, 86_399, 86_400, 86_400 + 1, 2 * 86_400 - 1, 57_600, 57_599]),
).map(lambda seconds: begins_at(FIRST) + timedelta(seconds=seconds))
ITEMS = st.sampled_from(["payment", "refund", "payout", "return"])
FAULTS = st.sampled_from(["none", "none", "none", "drop", "amount", "twice", "twice_later", "late"])


@st.composite
def books(draw: st.DrawFn) -> list[Seed]:
    """Payments with refunds in parts on later days, payouts of which some come back, and what the bill makes of it."""
    found: list[Seed] = []

    def add(item: OurItem, fen: int, at: datetime, of: UUID | None = None) -> Deed:
        deed = Deed(item, ids.new(at), fen, at, of)
        found.append(Seed(deed, draw(FAULTS)))
        return deed

    for at in draw(st.lists(MOMENTS, max_size=5)):
        paid = add("payment", draw(st.integers(100, 10_000)), at)
        for later in draw(st.lists(MOMENTS, max_size=2)):
            add("refund", paid.fen // 3, max(at, later), paid.id)
    for at in draw(st.lists(MOMENTS, max_size=3)):
        out = add("payout", draw(st.integers(100, 10_000)), at)
        if draw(st.booleans()):
            add("return", out.fen, max(at, draw(MOMENTS)), out.id)
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(books(), st.lists(st.tuples(MOMENTS, ITEMS), max_size=3), st.lists(st.sampled_from(DAYS), max_size=4), st.data())
async def test_exactly_the_seeded_differences_are_found(
    shared: Tx, seeds: list[Seed], strays: list[tuple[datetime, OurItem]], again: list[date], data: st.DataObject
) -> None:
    """In whatever order the days come, and however often."""
    async with shared.transaction(force_rollback=True):
        clerk = Clerk(OneConnection(shared))
        first = own(at=begins_at(FIRST))
        await clerk.book([first, *(seed.deed for seed in seeds)])
        bills: dict[date, list[BillLine]] = {day: [] for day in DAYS}
        bills[FIRST].append(first.line())
        expected = {expect for seed in seeds if (expect := write(bills, seed, clerk))}
        for at, item in strays:
            number = ids.new(at).hex
            bills[day_of(at)].append(line(item, number, 500, at))
            expected.add((item, number, 0, "missing_here", "open", None))
        await clerk.sweep()
        clerk.bill(bills, DAYS)
        for day in [*data.draw(st.permutations(DAYS)), *again]:
            assert (await clerk.reconcile(day)).state == "reconciled"
        found = await clerk.breaks()
        assert {row for row in brief(found) if row[-1] != "bill_corrected"} == expected
        assert await clerk.findings() == set()
        for row in found:
            if row.state == "open":
                await clerk.close(row)
        assert settled(await clerk.holding()) == (0, 0)
        assert await clerk.findings() == set()


def write(bills: dict[date, list[BillLine]], seed: Seed, clerk: Clerk) -> Row | None:
    """What the bills say of one of ours, and the break that must be found."""
    deed, day = seed.deed, day_of(seed.deed.at)
    if seed.fault == "drop":
        return (deed.item, deed.number, 0, "missing_there", "open", None)
    if seed.fault == "late":
        day = day_of(deed.at + timedelta(seconds=clerk.policy.bill_edge_seconds)) + timedelta(days=1)
        bills[day].append(deed.line())
        return (deed.item, deed.number, 0, "late", "closed", "came_late")
    bills[day].append(deed.line(deed.signed + 1 if seed.fault == "amount" else None))
    if seed.fault == "amount":
        return (deed.item, deed.number, 0, "amount", "open", None)
    if seed.fault == "none":
        return None
    bills[day + timedelta(days=seed.fault == "twice_later")].append(deed.line())
    return (deed.item, deed.number, 1, "duplicate", "open", None)
