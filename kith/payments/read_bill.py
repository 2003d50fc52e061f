"""Read a gateway's bill of a day."""

import asyncio
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kith.payments.attempt import GatewayDeclined, GatewayNotFound, GatewaySilent
from kith.payments.bill import BillFetched, BillKind, BillLine, BillMissing, BillNotReady
from kith.payments.gateway import Declined, Gateways, Unknown
from kith.payments.policy import Policy


async def read_bill(gateways: Gateways, policy: Policy, *, name: str, day: date, kind: BillKind) -> list[BillLine]:
    """What the gateway says that it did on that day (in Beijing), in the bill's order.

    Raises `GatewayNotFound`, `BillNotReady`, `GatewayDeclined`, `GatewaySilent`, and `BadBill` for one that cannot be
    read.
    """
    gateway = gateways.get(name)
    if gateway is None:
        raise GatewayNotFound
    with TemporaryDirectory(prefix="kith-bill-") as folder:
        path = Path(folder) / "bill.zip"
        match await gateway.fetch_bill(day, kind, path):
            case BillFetched():
                return await asyncio.to_thread(lambda: list(gateway.read_bill(path)))
            case BillMissing():
                raise BillNotReady
            case Declined():
                raise GatewayDeclined
            case Unknown():
                raise GatewaySilent(retry_after=policy.retry_after_seconds)
