"""List a shop's settled orders."""

from datetime import datetime
from uuid import UUID

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import sale as sales
from kith.mall.sale import Sale


async def list_sales(
    tx: Tx, merchant_id: merchants.MerchantId, *, before_at: datetime, before_id: UUID, limit: int
) -> list[Sale]:
    """Orders whose money became the shop's own before that moment (at it: with smaller ids), the newest first."""
    return await sales.newest.all(tx, merchant_id=merchant_id, before_at=before_at, before_id=before_id, limit=limit)
