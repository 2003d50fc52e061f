"""Take in what a gateway, or somebody in its name, tells us."""

from collections.abc import Mapping
from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.payments import notification as notifications
from kith.payments.attempt import GatewayNotFound
from kith.payments.gateway import Forged, Gateways
from kith.payments.notification import NotificationForged


async def receive_notification(
    tx: Tx, gateways: Gateways, *, gateway: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> bytes:
    """Store a genuine notification as it came and leave the rest to a job; the answer makes the gateway stop repeating.

    What is not genuine is not stored either: anybody could fill the table. Raises `GatewayNotFound`,
    `NotificationForged`.
    """
    if gateway not in gateways:
        raise GatewayNotFound
    try:
        gateways[gateway].read(body, headers)
    except Forged:
        raise NotificationForged from None
    kept = notifications.kept(headers)
    notification_id = notifications.id_of(gateway, kept, body)
    stored = await notifications.insert.run(
        tx, notification_id=notification_id, gateway=gateway, headers=kept, body=body, now=now
    )
    if stored:
        await jobs.later(tx, "payments.settle_notification", notification_id=str(notification_id))
    return gateways[gateway].acknowledgement
