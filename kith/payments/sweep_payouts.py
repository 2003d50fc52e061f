"""Tend the payouts that are due."""

import asyncio
from datetime import datetime

import structlog

from kith.kit.keyring import KeyRing
from kith.kit.sql import Database
from kith.payments import payout as payouts
from kith.payments.gateway import Gateways
from kith.payments.payout import DuePayout, PayoutMoved
from kith.payments.policy import Policy
from kith.payments.tend_payout import tend_payout

_log = structlog.get_logger("kith.payments")


async def sweep_payouts(
    db: Database, gateways: Gateways, ring: KeyRing, policy: Policy, moved: PayoutMoved, *, now: datetime
) -> None:
    """Send those that no job has sent, ask about those without an end, watch those that were paid.

    One that fails does not stop the others; it stays due.
    """
    async with db.transaction() as tx:
        due = await payouts.due.all(tx, now=now, limit=policy.sweep_size)
    gate = asyncio.Semaphore(policy.sweep_width)

    async def one(each: DuePayout) -> None:
        async with gate:
            try:
                await tend_payout(
                    db, gateways, ring, policy, moved, owner_id=each.owner_id, payout_id=each.payout_id, now=now
                )
            except Exception as error:
                # Without the trace: the database quotes whole rows in its errors.
                _log.error("payout stays due", payout=str(each.payout_id), error=type(error).__name__)

    await asyncio.gather(*(one(each) for each in due))
