"""Count an order's money as the shop's own."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import sale as sales
from kith.mall.shop_order import OrderId


async def settle_order(tx: Tx, order_id: OrderId, now: datetime) -> None:
    """Write down that the money of a held order was posted to what the shop is owed. Once is enough."""
    merchant_id = merchants.MerchantId(await sales.lock.one(tx, order_id=order_id))
    if await sales.settle.run(tx, order_id=order_id, now=now):
        await merchants.tell_owner(tx, merchant_id, now)
