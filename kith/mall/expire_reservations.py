"""Free the units of reservations that have run out."""

from datetime import datetime

from kith.kit.sql import Database
from kith.mall import stock as stocks
from kith.mall.goods import SkuId
from kith.mall.stock import DueHold


async def expire_reservations(db: Database, now: datetime, limit: int = 500) -> int:
    """Give back up to `limit` reservations whose time is over, each in a transaction of its own. Returns how many.

    Whoever holds a reservation ends it together with its own deadline; this only finds what was left behind.
    """
    async with db.transaction() as tx:
        due = await stocks.run_out.all(tx, now=now, limit=limit)
    freed = 0
    for hold in due:
        freed += await _free(db, hold, now)
    return freed


async def _free(db: Database, due: DueHold, now: datetime) -> int:
    async with db.transaction() as tx:
        await stocks.lock.maybe(tx, sku_id=SkuId(due.sku_id))
        hold = await stocks.hold.maybe(tx, sku_id=due.sku_id, holder=due.holder)
        if hold is None or hold.reserved_until is None or hold.reserved_until > now:
            return 0
        return await stocks.give_back.run(
            tx, sku_id=due.sku_id, holder=due.holder, state="reserved", handed_over=False, now=now
        )
