"""Store what a gateway, or somebody in its name, tells us."""

from collections.abc import Mapping
from datetime import datetime

from kith.kit.sql import Tx
from kith.payments import notification as notifications
from kith.payments.attempt import GatewayNotFound
from kith.payments.gateway import Forged, Gateways
from kith.payments.notification import NotificationForged, NotificationId


async def receive_notification(
    tx: Tx, gateways: Gateways, *, gateway: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> NotificationId | None:
    """Store a genuine notification as it came, to be settled; None if it came before.

    What is not genuine is not stored either: anybody could fill the table. Raises `GatewayNotFound`,
    `NotificationForged`.
    """
    if gateway not in gateways:
        raise GatewayNotFound
    try:
        note = gateways[gateway].read(body, headers)
    except Forged:
        raise NotificationForged from None
    kept = notifications.kept(headers)
    notification_id = notifications.id_of(gateway, note)
    stored = await notifications.insert.run(
        tx, notification_id=notification_id, gateway=gateway, headers=kept, body=body, now=now
    )
    return notification_id if stored else None
