"""Take in what a gateway tells us, and settle it."""

from collections.abc import Mapping
from datetime import datetime

import structlog

from kith.kit import jobs
from kith.kit.sql import Database
from kith.payments.attempt import GatewayNotFound
from kith.payments.charge import Moved, Paid
from kith.payments.gateway import Gateways
from kith.payments.notification import NotificationForged
from kith.payments.receive_notification import receive_notification
from kith.payments.settle_notification import settle_notification

_log = structlog.get_logger("kith.payments")


async def take_notification(
    db: Database,
    gateways: Gateways,
    paid: Paid,
    moved: Moved,
    *,
    gateway: str,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
) -> bytes:
    """Store a notification and settle it in one transaction; the answer makes the gateway stop repeating it.

    What cannot be settled now is stored for a job to try again, and acknowledged all the same. Raises
    `GatewayNotFound`, `NotificationForged`.
    """
    try:
        async with db.transaction() as tx:
            fresh = await receive_notification(tx, gateways, gateway=gateway, headers=headers, body=body, now=now)
            if fresh:
                await settle_notification(tx, gateways, paid, moved, notification_id=fresh, now=now)
    except (GatewayNotFound, NotificationForged):
        raise
    except Exception as error:
        _log.exception("a notification was not settled and waits", error=type(error).__name__)
        async with db.transaction() as tx:
            fresh = await receive_notification(tx, gateways, gateway=gateway, headers=headers, body=body, now=now)
            if fresh:
                await jobs.later(tx, "payments.settle_notification", notification_id=str(fresh))
    return gateways[gateway].acknowledgement
