"""List the money that an operator should look at."""

from datetime import datetime, timedelta

from kith.kit.sql import Tx
from kith.payments import attempt as attempts
from kith.payments import notification as notifications
from kith.payments import payout as payouts
from kith.payments import refund as refunds
from kith.payments.policy import Policy
from kith.payments.trouble import Stuck, worst_first

_LIMIT = 1000


async def stuck(tx: Tx, policy: Policy, now: datetime) -> list[Stuck]:
    """What is stuck, `unknown` first, then the oldest first.

    Attempts, refunds and payouts without a definite answer, refunds that the gateway refused, payments of a wrong
    amount, and genuine notifications about something we do not know.
    """
    before = now - timedelta(seconds=policy.stuck_seconds)
    flawed_since = now - timedelta(seconds=policy.flawed_seconds)
    rows = [
        Stuck("attempt", row.attempt_id, row.charge_id, row.fen, row.state, row.flaw or row.code, row.begun_at)
        for row in await attempts.doubtful.all(tx, before=before, flawed_since=flawed_since, limit=_LIMIT)
    ]
    rows += [
        Stuck("refund", row.refund_id, row.charge_id, row.fen, row.state, row.code, row.wanted_at)
        for row in await refunds.doubtful.all(tx, before=before, limit=_LIMIT)
    ]
    dealing_before = now - timedelta(seconds=policy.dealing_seconds)
    rows += [
        Stuck("payout", row.payout_id, None, row.fen, row.state, row.code, row.wanted_at)
        for row in await payouts.doubtful.all(tx, before=before, dealing_before=dealing_before, limit=_LIMIT)
    ]
    rows += [
        Stuck("notification", row.notification_id, None, None, row.state, row.code, row.received_at)
        for row in await notifications.doubtful.all(tx, before=before, limit=_LIMIT)
    ]
    return worst_first(rows)
