"""Look up a product."""

from kith.kit.sql import Tx
from kith.mall import goods
from kith.mall.goods import Product, ProductId, ProductNotFound


async def product(tx: Tx, product_id: ProductId) -> Product:
    """The product in whatever state it is: look at `state` before offering it. Raises `ProductNotFound`."""
    found = await goods.product.maybe(tx, product_id=product_id)
    if found is None:
        raise ProductNotFound
    return found
