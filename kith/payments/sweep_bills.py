"""Reconcile every day that is due."""

from datetime import datetime, timedelta

import structlog

from kith.kit.sql import Database
from kith.payments import bill_day as days
from kith.payments.bill_day import BillDayBusy
from kith.payments.gateway import Gateways
from kith.payments.policy import Policy
from kith.payments.reconcile_day import reconcile_day

_log = structlog.get_logger("kith.payments")


async def sweep_bills(db: Database, gateways: Gateways, policy: Policy, *, now: datetime) -> None:
    """Open the days that are over, of every gateway that has ever moved money of ours, and reconcile those whose bill
    is due, the oldest first; then ask again for those of the last days, in case the gateway has corrected them. One
    that fails does not stop the others; it stays due."""
    async with db.transaction() as tx:
        for name in gateways:
            await days.begin_book.run(tx, gateway=name)
            await days.open_days.run(
                tx,
                gateway=name,
                yesterday=days.day_of(now) - timedelta(days=1),
                ready=float(policy.bill_ready_seconds),
            )
        due = await days.due.all(tx, now=now, limit=policy.sweep_size)
        asked_before = now - timedelta(seconds=policy.bill_again_seconds)
        since = days.day_of(now) - timedelta(days=policy.bill_again_days)
        again = await days.again.all(tx, since=since, asked_before=asked_before, now=now, limit=policy.sweep_size)
    for one in (*due, *again):
        if one.gateway not in gateways:
            continue
        try:
            await reconcile_day(db, gateways, policy, gateway=one.gateway, day=one.day, now=now, again=one in again)
        except BillDayBusy:
            continue
        except Exception as error:
            _log.exception("a day could not be reconciled and stays due", error=type(error).__name__)
