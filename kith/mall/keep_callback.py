"""Take a carrier gateway's callback: keep it as it came, apply it later."""

from collections.abc import Mapping
from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.mall import shipment as shipments
from kith.mall.carriers.carrier import Carriers, Forged


async def keep_callback(
    tx: Tx,
    carriers: Carriers,
    *,
    name: str,
    body: bytes,
    headers: Mapping[str, str],
    real_now: datetime,
    now: datetime,
) -> None:
    """Check who sent it, keep its raw body, and have a job apply it. The same callback again is kept once.

    Raises `GatewayNotFound`, `CallbackForged`.
    """
    gateway = carriers.get(name)
    if gateway is None:
        raise shipments.GatewayNotFound
    try:
        gateway.verify(body, headers, real_now)
    except Forged as error:
        raise shipments.CallbackForged from error
    callback_id = shipments.callback_id(name, body)
    if await shipments.keep.maybe(tx, callback_id=callback_id, gateway=name, body=body, now=now) is not None:
        await jobs.later(tx, "mall.apply_callback", callback_id=str(callback_id))
