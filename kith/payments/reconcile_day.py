"""Reconcile one day of one gateway."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import structlog

from kith.kit.sql import Database, Tx
from kith.payments import bill_day as days
from kith.payments import bill_line as lines
from kith.payments.attempt import GatewayNotFound
from kith.payments.bill import BadBill, BillFetched, BillMissing
from kith.payments.bill_day import BillDay, BillDayBusy, BillDayNotFound, BillDayState
from kith.payments.bill_line import Entry
from kith.payments.gateway import Declined, Gateway, Gateways, Unknown
from kith.payments.match_day import TooManyDifferences, match_day
from kith.payments.policy import Policy

_CHUNK = 5_000

_log = structlog.get_logger("kith.payments")


async def reconcile_day(
    db: Database, gateways: Gateways, policy: Policy, *, gateway: str, day: date, now: datetime, again: bool = False
) -> BillDay:
    """Fetch both bills of the day, keep their lines, compare them; the day as it then stands.

    The day is leased, the bills are fetched into files, and one transaction replaces what the day said before. A bill
    that is not there, or cannot be read to its end, changes nothing else than when it is asked for again. Doing it
    twice is harmless; a bill that says something else by now opens and ends breaks accordingly, and with `again` one
    that says the same is left at that. One that differs more often than policy allows is kept out as a whole, for an
    operator to look at. Raises `GatewayNotFound`, `BillDayNotFound`, `BillDayBusy`.
    """
    there = gateways.get(gateway)
    if there is None:
        raise GatewayNotFound
    lease_until = now + timedelta(seconds=policy.bill_lease_seconds)
    async with db.transaction() as tx:
        leased = await days.lease.maybe(tx, gateway=gateway, day=day, lease_until=lease_until, now=now)
        if leased is None:
            raise BillDayBusy if await days.by_day.maybe(tx, gateway=gateway, day=day) else BillDayNotFound
        nothing_here = days.over(day, policy, now) and not await days.knows_of_something.one(
            tx,
            gateway=gateway,
            from_at=days.begins_at(day) - timedelta(seconds=policy.bill_edge_seconds),
            until_at=days.begins_at(day + timedelta(days=1)),
        )
    try:
        async with _fetched(there, day, nothing_here=nothing_here) as paths:
            digest = await asyncio.to_thread(_digest, there, paths)
            async with db.transaction() as tx:
                if again and digest == leased.digest:
                    await days.unchanged.run(tx, gateway=gateway, day=day, lease_until=lease_until)
                    return await days.by_day.one(tx, gateway=gateway, day=day)
                count = await _keep(tx, there, leased, paths)
                return await _compare(tx, policy, leased, count, digest, now=now)
    except _NotThere as missing:
        state, code = missing.state, missing.code
    except (BadBill, TooManyDifferences) as bad:
        state, code = "unreadable", str(bad)
        _log.error("a bill was not compared", gateway=gateway, day=day.isoformat(), code=code)
    async with db.transaction() as tx:
        due_at = days.ask_again_at(policy, leased.tries - 1, now)
        await days.postpone.run(
            tx, gateway=gateway, day=day, state=state, code=code, due_at=due_at, lease_until=lease_until
        )
        return await days.by_day.one(tx, gateway=gateway, day=day)


class _NotThere(Exception):
    def __init__(self, code: str, state: BillDayState = "awaited") -> None:
        super().__init__(code)
        self.code = code
        self.state = state


@asynccontextmanager
async def _fetched(gateway: Gateway, day: date, *, nothing_here: bool) -> AsyncGenerator[list[Path]]:
    """The files of the day's bills; none, where there is no bill because nothing happened."""
    with TemporaryDirectory(prefix="kith-bill-") as folder:
        paths: list[Path] = []
        for kind in ("trades", "funds"):
            path = Path(folder) / kind
            match await gateway.fetch_bill(day, kind, path):
                case BillFetched():
                    paths.append(path)
                case BillMissing(code=code):
                    if not nothing_here:
                        raise _NotThere(code)
                case Declined(code=code) | Unknown(why=code):
                    raise _NotThere(code)
        yield paths


async def _keep(tx: Tx, gateway: Gateway, leased: BillDay, paths: list[Path]) -> int:
    """The lines of the bills, read and written by the thousand, so that a long one takes no more room than a short one;
    how many there are."""
    await days.lock_book.one(tx, gateway=leased.gateway)
    count = 0
    for path in paths:
        entries = lines.entries(gateway.read_bill(path))
        while found := await asyncio.to_thread(_next, entries):
            columns = lines.columns(found, count)
            await lines.insert.run(tx, gateway=leased.gateway, day=leased.day, revision=leased.revision + 1, **columns)
            count += len(found)
    return count


def _digest(gateway: Gateway, paths: list[Path]) -> bytes:
    """Of what the bills say, however they are packed. Raises `BadBill`."""
    found = sha256()
    for path in paths:
        for entry in lines.entries(gateway.read_bill(path)):
            found.update(msgspec.json.encode(entry))
    return found.digest()


def _next(entries: Iterator[Entry]) -> list[Entry]:
    return list(islice(entries, _CHUNK))


async def _compare(tx: Tx, policy: Policy, leased: BillDay, count: int, digest: bytes, *, now: datetime) -> BillDay:
    gateway, day, revision = leased.gateway, leased.day, leased.revision + 1
    if not await days.finish.run(
        tx,
        gateway=gateway,
        day=day,
        revision=revision,
        lines=count,
        digest=digest,
        lease_until=leased.lease_until,
        now=now,
    ):
        raise BillDayBusy
    await match_day(tx, policy, gateway=gateway, day=day, revision=revision, now=now)
    return await days.by_day.one(tx, gateway=gateway, day=day)
