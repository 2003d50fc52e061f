"""Take in what a gateway, or somebody in its name, tells us."""

from collections.abc import Mapping
from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.payments import notification as notifications
from kith.payments.attempt import GatewayNotFound
from kith.payments.gateway import Gateways


async def receive_notification(
    tx: Tx, gateways: Gateways, *, gateway: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> bytes:
    """Store a notification as it came and leave the reading to a job; the answer makes the gateway stop repeating it.

    Nothing is believed here, so a forged one gets the same answer. Raises `GatewayNotFound`.
    """
    if gateway not in gateways:
        raise GatewayNotFound
    kept = notifications.kept(headers)
    notification_id = notifications.id_of(gateway, kept, body)
    stored = await notifications.insert.run(
        tx, notification_id=notification_id, gateway=gateway, headers=kept, body=body, now=now
    )
    if stored:
        await jobs.later(tx, "payments.settle_notification", notification_id=str(notification_id))
    return gateways[gateway].acknowledgement
