"""What waits in a shop, in numbers."""

from datetime import datetime

from kith import merchants, people
from kith.kit.sql import Tx
from kith.mall import order_queue as queues
from kith.mall.order_queue import ShopSummary
from kith.mall.policy import Policy


async def view_shop_summary(
    tx: Tx, policy: Policy, merchant_id: merchants.MerchantId, person_id: people.PersonId, now: datetime
) -> ShopSummary:
    """Orders by tab, and variants that are nearly sold out. Raises `merchants.NotYourShop`."""
    await merchants.check_staff(tx, merchant_id, person_id)
    counts = await queues.counts.one(tx, merchant_id=merchant_id, now=now)
    return ShopSummary(
        to_confirm=counts.to_confirm,
        to_ship=counts.to_ship,
        late=counts.late,
        trouble=counts.trouble,
        shipped=counts.shipped,
        low_stock=await queues.low_stock.one(tx, merchant_id=merchant_id, most=policy.low_stock),
    )
