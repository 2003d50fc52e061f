"""Fetch Stripe's balance transactions of a day."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Literal

import msgspec
from msgspec import Raw, Struct
from stripe.params import BalanceTransactionListParams

from kith.payments.bill import BillFetched, BillKind, BillMissing
from kith.payments.gateway import Declined, Unknown
from kith.payments.gateways.stripe.bills import BEIJING, TRADES, Foot, Head
from kith.payments.gateways.stripe.wire import Refusal, Wire

_PAGE = 100


class _Place(Struct, frozen=True):
    id: str


class _Page(Struct, frozen=True):
    """As it came, to be written down."""

    object: Literal["list"]
    data: list[Raw]
    has_more: bool


async def fetch_bill(
    wire: Wire, day: date, kind: BillKind, into: Path, *, now: datetime
) -> BillFetched | BillMissing | Unknown | Declined:
    """Write the transactions of a day, of the trades or all of them, into a file, whole or not at all."""
    start = datetime.combine(day, time(), BEIJING)
    if now < start + timedelta(days=1):
        return BillMissing("day-not-over")
    fresh = into.with_name(f"{into.name}.part")
    try:
        with fresh.open("wb") as file:
            _write(file, [msgspec.json.encode(Head(kind, day))])
            count = 0
            for only in TRADES if kind == "trades" else (None,):
                written = await _list(wire, start, only, file)
                if isinstance(written, Refusal):
                    name = day.isoformat()
                    return Declined(name, written.code) if written.definite else written.unknown(name)
                count += written
            _write(file, [msgspec.json.encode(Foot(count))])
        fresh.replace(into)
    finally:
        fresh.unlink(missing_ok=True)
    return BillFetched()


async def _list(wire: Wire, start: datetime, only: str | None, file: IO[bytes]) -> int | Refusal:
    """Page by page, the newest first; answers how many lines were written."""
    count, last = 0, ""
    while True:
        asked: BalanceTransactionListParams = {
            "created": {"gte": int(start.timestamp()), "lt": int((start + timedelta(days=1)).timestamp())},
            "limit": _PAGE,
            "expand": ["data.source"],
        }
        if only:
            asked["type"] = only
        if last:
            asked["starting_after"] = last
        heard = await wire.ask(_Page, wire.api.balance_transactions.list_async(asked))
        if isinstance(heard, Refusal):
            return heard
        rows = heard.content.data
        _write(file, [msgspec.json.format(bytes(row), indent=-1) for row in rows])
        count += len(rows)
        if not heard.content.has_more or not rows:
            return count
        last = msgspec.json.decode(rows[-1], type=_Place).id


def _write(file: IO[bytes], rows: list[bytes]) -> None:
    for row in rows:
        file.write(row + b"\n")
