"""Find the shops whose badge runs out soon."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.merchants import standing as standings
from kith.merchants.shop import MerchantId

_MOST = 10_000


async def ending(tx: Tx, *, before: datetime, now: datetime) -> list[MerchantId]:
    """Those that are certified now and will not be `before`, unless they are certified again; the soonest first."""
    return [MerchantId(each) for each in await standings.ending.all(tx, before=before, now=now, limit=_MOST)]
