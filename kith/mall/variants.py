"""Look up all variants of a product."""

from kith.kit.sql import Tx
from kith.mall import goods
from kith.mall.goods import ProductId, Variant


async def variants(tx: Tx, product_id: ProductId) -> list[Variant]:
    """What the shop still has of the product, in its order, whatever the product's state."""
    return await goods.variants.all(tx, product_ids=[product_id])
