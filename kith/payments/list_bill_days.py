"""List the days that are reconciled, or to be."""

from datetime import date

from kith.kit.page import Page, cursor, key
from kith.kit.sql import Tx
from kith.payments import bill_day as days
from kith.payments.bill_day import BillDayView

_TOP = (date.max, "")


async def list_bill_days(
    tx: Tx,
    *,
    gateway: str | None = None,
    day: date | None = None,
    unsettled: bool = False,
    after: str | None,
    limit: int,
) -> Page[BillDayView]:
    """The newest first; with `unsettled` those whose bill is awaited or that have open breaks. Raises `BadCursor`."""
    before, before_gateway = key(after, tuple[date, str]) or _TOP
    found = await days.newest.all(
        tx,
        gateway=gateway,
        day=day,
        unsettled=unsettled,
        before=before,
        before_gateway=before_gateway,
        limit=limit + 1,
    )
    shown = found[:limit]
    following = cursor(shown[-1].day, shown[-1].gateway) if len(found) > limit else None
    return Page(shown, following)
