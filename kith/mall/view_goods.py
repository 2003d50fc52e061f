"""Look at a product's page."""

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import goods
from kith.mall.goods import ProductId, ProductNotFound
from kith.mall.listing import Goods, GoodsVariant, Shop
from kith.mall.product import product


async def view_goods(tx: Tx, product_id: ProductId) -> Goods:
    """The page of a listed product. Raises `ProductNotFound` for any other."""
    found = await product(tx, product_id)
    if found.state != "listed":
        raise ProductNotFound
    shop = await merchants.merchant(tx, found.merchant_id)
    variants = await goods.variants.all(tx, product_ids=[product_id])
    return Goods(
        product_id=product_id,
        shop=Shop(shop.merchant_id, shop.name, shop.city),
        category=found.category,
        title=found.title,
        story=found.story,
        brand=found.brand,
        ship_from=found.ship_from,
        ships_to=found.ships_to,
        ship_within_hours=found.ship_within_hours,
        occasions=found.occasions,
        picture_ids=await goods.pictures.all(tx, product_id=product_id),
        variants=[GoodsVariant(v.sku_id, v.options, v.fen, v.available > 0) for v in variants],
    )
