"""Look up a variant."""

from kith.kit.sql import Tx
from kith.mall import goods
from kith.mall.goods import SkuId, Variant, VariantNotFound


async def variant(tx: Tx, sku_id: SkuId) -> Variant:
    """The variant with its exact stock; one that its shop no longer has is found too, with nothing available.

    Raises `VariantNotFound`.
    """
    found = await goods.variant.maybe(tx, sku_id=sku_id)
    if found is None:
        raise VariantNotFound
    return found
