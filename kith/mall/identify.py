"""Look up a variant and what it is a variant of."""

from kith.kit.sql import Tx
from kith.mall import goods
from kith.mall.goods import Product, SkuId, Variant, VariantNotFound


async def identify(tx: Tx, sku_id: SkuId) -> tuple[Variant, Product]:
    """As `variant` and `product` tell them, at once. Raises `VariantNotFound`."""
    variant = goods.variant.send(tx, sku_id=sku_id)
    product = await goods.product_of.maybe(tx, sku_id=sku_id)
    found = await variant.maybe()
    if found is None or product is None:
        raise VariantNotFound
    return found, product
