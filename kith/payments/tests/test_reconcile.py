"""Bills against books: every difference is found, none invented, and what is explained leaves the clearing accounts."""

import asyncio
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.kit import ids
from kith.kit.sql import Database, Tx
from kith.payments import bill_day as days
from kith.payments.attempt import GatewayNotFound
from kith.payments.bill import BillFetched, BillKind, BillLine, BillMissing
from kith.payments.bill_break import AlreadyThere, Break, BreakClosed, BreakNotFound, NoteNeeded
from kith.payments.bill_day import BillDayBusy, BillDayNotFound, begins_at, day_of
from kith.payments.close_break import close_break
from kith.payments.gateway import Declined, Unknown
from kith.payments.list_bill_days import list_bill_days
from kith.payments.list_breaks import list_breaks
from kith.payments.reconcile_day import reconcile_day
from kith.payments.show_break import show_break
from kith.payments.tests.clerk import FIRST, Clerk, Deed, OurItem, line, settled
from kith.payments.tests.desk import OneConnection
from kith.payments.tests.scripted import Scripted

DAYS = [FIRST + timedelta(days=n) for n in range(6)]
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


def own(item: OurItem = "payment", fen: int = 1_000, at: datetime = NOON, of: UUID | None = None) -> Deed:
    return Deed(item, ids.new(at), fen, at, of)


Row = tuple[str, str, int, str, str, str | None]


def brief(rows: Sequence[Break]) -> set[Row]:
    return {(row.item, row.number, row.nth, row.kind, row.state, row.reason) for row in rows}


@pytest.fixture
def clerk(tx: Tx) -> Clerk:
    """One whose commits are rolled back at the end of the test."""
    return Clerk(OneConnection(tx))


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


async def test_a_bill_is_asked_for_until_it_is_there(clerk: Clerk) -> None:
    paid = own()
    await clerk.book([paid])
    clerk.now = begins_at(DAYS[1]) + timedelta(hours=9)
    await clerk.sweep()
    assert await clerk.days() == [(FIRST, "awaited", None, 0)]
    clerk.later(hours=1)
    clerk.gateway.faults["fetch_bill"] = ["lost"]
    for code in ("timeout", "NO_BILL_DATA"):
        await clerk.sweep()
        assert (await clerk.days())[0][1:3] == ("awaited", code)
        await clerk.sweep()
        clerk.later(hours=1)
    assert await clerk.days() == [(FIRST, "awaited", "NO_BILL_DATA", 2)]
    clerk.bill({FIRST: [paid.line()]}, [FIRST])
    clerk.gateway.cut_off = True
    await clerk.sweep()
    assert await clerk.days() == [(FIRST, "unreadable", "cut off", 3)]
    assert settled(await clerk.holding()) == (1_000, 0)
    clerk.later(days=3)
    assert await clerk.findings() == {"bill_is_here"}
    clerk.gateway.cut_off = False
    await clerk.sweep()
    assert (await clerk.days())[0] == (FIRST, "reconciled", None, 4)
    assert settled(await clerk.holding()) == (0, 0)
    assert await clerk.findings() == set()


async def test_no_bill_of_a_day_without_anything_means_nothing_happened(clerk: Clerk) -> None:
    await clerk.book([own()])
    clerk.bill({}, [FIRST])
    clerk.now = begins_at(DAYS[2]) + timedelta(hours=10)
    await clerk.sweep()
    assert [row[1] for row in await clerk.days()] == ["reconciled", "awaited"]
    clerk.later(days=1, hours=3)
    await clerk.sweep()
    assert [row[1] for row in await clerk.days()] == ["reconciled", "reconciled", "awaited"]


async def test_days_that_are_not_reconciled(clerk: Clerk) -> None:
    await clerk.book([own()])
    await clerk.sweep()
    with pytest.raises(BillDayNotFound):
        await clerk.reconcile(day_of(clerk.now))
    with pytest.raises(GatewayNotFound):
        await reconcile_day(clerk.db, clerk.gateways, clerk.policy, gateway="none", day=FIRST, now=clerk.now)

    async def meanwhile() -> None:
        with pytest.raises(BillDayBusy):
            await clerk.reconcile(FIRST)

    clerk.gateway.during["fetch_bill"] = meanwhile
    await clerk.reconcile(FIRST)


async def test_a_line_that_comes_late_closes_its_break(clerk: Clerk) -> None:
    paid = own()
    back = own("refund", 400, paid.at + timedelta(days=1), paid.id)
    await clerk.book([paid, back])
    clerk.bill({DAYS[1]: [back.line()]}, DAYS[:2])
    await clerk.sweep()
    assert brief(await clerk.breaks()) == {("payment", paid.number, 0, "missing_there", "open", None)}
    assert settled(await clerk.holding()) == (1_000, 0)
    [broken] = await clerk.breaks()
    await clerk.close(broken)
    assert settled(await clerk.holding()) == (0, 0)
    assert (await clerk.holding()).suspense == 1_000
    clerk.bill({DAYS[2]: [paid.line()]}, [DAYS[2]])
    await clerk.reconcile(DAYS[2])
    [late] = await clerk.breaks()
    assert (late.kind, late.state, late.reason, late.day, late.theirs_day) == (
        "late", "closed", "came_late", FIRST, DAYS[2]
    )  # fmt: skip
    holding = await clerk.holding()
    assert (*settled(holding), holding.suspense, holding.settled) == (0, 0, 0, 600)
    assert await clerk.findings() == set()


async def test_what_was_not_known_here_is_found_when_we_hear_of_it(clerk: Clerk) -> None:
    await clerk.book([own()])
    unheard = own(fen=300)
    clerk.bill({FIRST: [unheard.line()]}, DAYS[:1])
    await clerk.sweep()
    assert (await clerk.holding()).suspense == -300
    await clerk.book([unheard])
    clerk.bill({}, DAYS)
    await clerk.reconcile(DAYS[1])
    assert ("payment", unheard.number, 0, "missing_here", "closed", "found_here") in brief(await clerk.breaks())
    assert (await clerk.holding()).suspense == 0
    assert await clerk.findings() == set()


async def test_a_corrected_bill_ends_and_reopens_breaks(clerk: Clerk) -> None:
    paid = own()
    await clerk.book([paid])
    seen = []
    for fen in (990, 990, 995, 1_000, 995):
        clerk.bill({FIRST: [paid.line(fen)]}, [FIRST])
        await (clerk.reconcile(FIRST) if seen else clerk.sweep())
        [row] = await clerk.breaks() or [None]
        assert row
        seen.append((row.theirs_fen, row.state, row.reason, row.turn))
        if len(seen) == 1:
            await clerk.close(row, reason="fee", to="costs")
            assert (await clerk.holding()).costs == 10
        clerk.later(minutes=1)
        assert await clerk.findings() == set()
    assert seen == [
        (990, "open", None, 1),
        (990, "closed", "fee", 1),
        (995, "open", None, 2),
        (1_000, "closed", "bill_corrected", 2),
        (995, "open", None, 3),
    ]
    holding = await clerk.holding()
    assert (*settled(holding), holding.costs, holding.settled) == (5, 0, 0, 995)
    async with clerk.db.transaction() as tx:
        shown = await show_break(tx, row.break_id)
    assert [step.did for step in shown.steps] == ["opened", "closed", "reopened", "closed", "reopened"]
    assert [(move.what, move.debit, move.fen) for move in shown.moves] == [
        ("correction", "gateway-costs", 10),
        ("correction_undone", "gateway-clearing", 10),
    ]


async def test_what_the_gateway_moves_on_its_own(clerk: Clerk) -> None:
    paid = own()
    await clerk.book([paid])
    said = [paid.line(), line("fee", "1", -6, NOON), line("bank", "2", -900, NOON), line("other", "3", 7, NOON)]
    clerk.bill({FIRST: said}, [FIRST])
    await clerk.sweep()
    [other] = await clerk.breaks()
    assert (other.item, other.kind, other.theirs_fen) == ("other", "missing_here", 7)
    with pytest.raises(AlreadyThere):
        await clerk.close(other, to="suspense")
    await clerk.close(other, reason="gateway_error", to="bank")
    holding = await clerk.holding()
    assert (holding.settled, holding.costs, holding.bank, holding.suspense) == (101, 6, 893, 0)
    assert settled(holding) == (0, 0)


async def test_closing_again(clerk: Clerk) -> None:
    await clerk.book([own()])
    clerk.bill({}, [FIRST])
    await clerk.sweep()
    [broken] = await clerk.breaks()
    with pytest.raises(NoteNeeded):
        await clerk.close(broken, "other", " ")
    first = await clerk.close(broken, "our_error", "typo", by="ann")
    assert await clerk.close(broken, "our_error", "typo", by="bo") == first
    for again in ({"reason": "fee", "note": "typo"}, {"note": "no"}, {"note": "typo", "to": "costs"}):
        with pytest.raises(BreakClosed):
            await clerk.close(broken, **again)
    with pytest.raises(BreakNotFound):
        async with clerk.db.transaction() as tx:
            await close_break(tx, ids.new(NOON), reason="fee", note="", to=None, by="ann", now=clerk.now)


async def test_an_open_break_becomes_a_finding(clerk: Clerk) -> None:
    await clerk.book([own()])
    clerk.bill({}, [FIRST])
    await clerk.sweep()
    assert await clerk.findings() == set()
    clerk.later(seconds=clerk.policy.break_seconds)
    assert "break_is_closed" in await clerk.findings()


async def test_breaks_and_days_come_in_pages(clerk: Clerk) -> None:
    await clerk.book([own(at=NOON + timedelta(hours=n)) for n in range(0, 50, 10)])
    clerk.bill({}, DAYS)
    await clerk.sweep()
    async with clerk.db.transaction() as tx:
        first = await list_breaks(tx, after=None, limit=3)
        rest = await list_breaks(tx, after=first.next, limit=3)
        of_day = await list_breaks(tx, day=FIRST, kind="missing_there", after=None, limit=9)
        late = await list_breaks(tx, kind="late", after=None, limit=9)
        days = await list_bill_days(tx, unsettled=True, after=None, limit=2)
        older = await list_bill_days(tx, unsettled=True, after=days.next, limit=2)
    assert [len(page.items) for page in (first, rest, of_day, late)] == [3, 2, 2, 0]
    assert rest.next is None
    assert [row.open_breaks for row in (*days.items, *older.items)] == [0, 1, 2, 2]


async def test_two_operators_and_a_bill_at_once(db: Database) -> None:
    clerk = Clerk(db)
    paid, lost = own(), own(fen=70)
    await clerk.book([paid, lost])
    clerk.bill({FIRST: [paid.line(990)]}, DAYS)
    await clerk.sweep()
    broken = {row.kind: row for row in await clerk.breaks()}
    clerk.bill({FIRST: [paid.line(990), lost.line()]}, DAYS)
    done = await asyncio.gather(
        clerk.close(broken["amount"], "fee", to="costs", by="ann"),
        clerk.close(broken["amount"], "our_error", by="bo"),
        clerk.close(broken["amount"], "fee", to="costs", by="chen"),
        clerk.close(broken["missing_there"], "our_error"),
        clerk.reconcile(FIRST),
        return_exceptions=True,
    )
    assert not [one for one in done if isinstance(one, BaseException) and not isinstance(one, BreakClosed)]
    holding = await clerk.holding()
    assert (*settled(holding), holding.costs + holding.suspense, holding.settled) == (0, 0, 10, 1_060)
    assert await clerk.findings() == set()


class Printer(Scripted):
    """A gateway whose bill of the first day is as long as one likes: a line of each of these, one by one."""

    deeds: Sequence[Deed] = ()

    async def fetch_bill(self, day: date, kind: BillKind, into: Path) -> BillFetched | BillMissing | Unknown | Declined:
        return BillFetched() if day == FIRST else BillMissing("NO_BILL_DATA")

    def read_bill(self, path: Path) -> Iterator[BillLine]:
        if path.name == "trades":
            yield self.deeds[0].line(9)
            yield from (deed.line() for deed in self.deeds[1:])


async def test_a_long_bill_takes_no_more_statements_or_room_than_a_short_one(shared: Tx, tmp_path: Path) -> None:
    """But for the lines themselves, which are written by the thousand."""
    seen: list[int] = []
    for size in (3, 9_000):
        async with shared.transaction(force_rollback=True):
            gateway = Printer()
            gateway.deeds = [own(fen=n + 10) for n in range(size)]
            clerk = Clerk(OneConnection(shared), gateway=gateway)
            clerk.now = begins_at(DAYS[3])
            await clerk.book(gateway.deeds, in_ledger=False)
            await clerk.sweep()
            tracemalloc.start()
            with (tmp_path / "wire").open("w+") as wire:
                shared.pgconn.trace(wire.fileno())
                await clerk.reconcile(FIRST)
                shared.pgconn.untrace()
                wire.seek(0)
                seen.append(sum("\tExecute\t" in sent for sent in wire))
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert peak < 6_000_000
            assert [row.kind for row in await clerk.breaks()] == ["amount"]
    assert seen[1] - seen[0] == 1


async def test_a_bill_that_is_corrected_is_noticed_within_days(clerk: Clerk) -> None:
    paid = own()
    clerk.now = begins_at(DAYS[1]) + timedelta(hours=10)
    await clerk.book([paid])
    clerk.bill({FIRST: [paid.line(fen=900)]}, DAYS)
    await clerk.sweep()
    assert [row.kind for row in await clerk.breaks(open_only=True)] == ["amount"]
    clerk.bill({FIRST: [paid.line()]}, DAYS)
    await clerk.sweep()
    assert len(await clerk.breaks(open_only=True)) == 1, "it is asked for once a day"
    clerk.later(days=1)
    await clerk.sweep()
    assert [(row.kind, row.state, row.reason) for row in await clerk.breaks()] == [
        ("amount", "closed", "bill_corrected")
    ]
    seen = await _day(clerk)
    clerk.later(days=1)
    await clerk.sweep()
    assert (await _day(clerk))[1:] == seen[1:], "what says the same is not compared again"
    clerk.bill({}, DAYS)
    clerk.later(days=3)
    await clerk.sweep()
    assert await _day(clerk) == (seen[0] + 1, *seen[1:]), "what is older is not asked for"
    assert await clerk.findings() == set()


async def _day(clerk: Clerk) -> tuple[int, int, datetime | None]:
    async with clerk.db.transaction() as tx:
        found = await days.by_day.one(tx, gateway=clerk.gateway.name, day=FIRST)
    return found.tries, found.revision, found.reconciled_at


async def test_a_bill_that_is_wrong_as_a_whole_makes_one_trouble_and_no_breaks(clerk: Clerk) -> None:
    clerk.policy = type(clerk.policy)(bill_differences=20)
    clerk.now = begins_at(DAYS[1]) + timedelta(hours=10)
    paid = own()
    await clerk.book([paid])
    strange = [line("payment", ids.new(NOON).hex, 5, NOON) for _ in range(20)]
    clerk.bill({FIRST: [paid.line(), *strange, line("payment", ids.new(NOON).hex, 5, NOON)]}, [FIRST])
    await clerk.sweep()
    assert await clerk.days() == [(FIRST, "unreadable", "more than 20 differences", 1)]
    assert await clerk.breaks() == []
    clerk.bill({FIRST: [paid.line(), *strange]}, [FIRST])
    clerk.later(hours=1)
    await clerk.sweep()
    assert (await clerk.days())[0][:3] == (FIRST, "reconciled", None)
    assert len(await clerk.breaks(open_only=True)) == 20


async def test_the_audit_finds_lines_and_transfers_that_differ(clerk: Clerk) -> None:
    paid = own()
    await clerk.book([paid])
    clerk.bill({FIRST: [paid.line()]}, [FIRST])
    await clerk.sweep()
    assert await clerk.findings() == set()
    async with clerk.db.transaction() as tx:
        await tx.execute("UPDATE bill_line SET fen = fen - 1")
    assert await clerk.findings() == {"bill_is_in_the_ledger", "clearing_is_what_no_bill_has"}
