"""Do whatever a lost job would have done, and whatever became due."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog

from kith.kit.sql import Database
from kith.payments import attempt as attempts
from kith.payments import notification as notifications
from kith.payments import refund as refunds
from kith.payments.charge import Moved, Paid
from kith.payments.gateway import Gateways
from kith.payments.notification import NotificationId
from kith.payments.policy import Policy
from kith.payments.settle_notification import settle_notification
from kith.payments.tend_attempt import tend_attempt
from kith.payments.tend_refund import tend_refund

_log = structlog.get_logger("kith.payments")


async def sweep(db: Database, gateways: Gateways, policy: Policy, paid: Paid, moved: Moved, *, now: datetime) -> None:
    """Settle the notifications nobody settled, tend the refunds and attempts that are due, forget old notifications.

    One that fails does not stop the others; it stays due.
    """

    async def settle(notification_id: NotificationId) -> None:
        async with db.transaction() as tx:
            await settle_notification(tx, gateways, paid, moved, notification_id=notification_id, now=now)

    async with db.transaction() as tx:
        waiting = await notifications.waiting.all(tx, before=now, limit=policy.sweep_size)
    await _each(policy, [settle(NotificationId(each)) for each in waiting])
    async with db.transaction() as tx:
        back = await refunds.due.all(tx, now=now, limit=policy.sweep_size)
        due = await attempts.due.all(tx, now=now, limit=policy.sweep_size)
    await _each(
        policy,
        [
            *(
                tend_refund(db, gateways, policy, moved, charge_id=each.charge_id, refund_id=each.refund_id, now=now)
                for each in back
            ),
            *(
                tend_attempt(
                    db, gateways, policy, paid, moved, charge_id=each.charge_id, attempt_id=each.attempt_id, now=now
                )
                for each in due
            ),
        ],
    )
    async with db.transaction() as tx:
        await notifications.forget.run(tx, before=now - timedelta(seconds=policy.notification_seconds))


async def _each(policy: Policy, deeds: list[Coroutine[Any, Any, None]]) -> None:
    gate = asyncio.Semaphore(policy.sweep_width)

    async def one(deed: Coroutine[Any, Any, None]) -> None:
        async with gate:
            try:
                await deed
            except Exception as error:
                _log.exception("payment work failed and stays due", error=type(error).__name__)

    await asyncio.gather(*(one(deed) for deed in deeds))
