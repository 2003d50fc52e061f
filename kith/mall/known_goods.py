"""Look up goods as lists show them."""

from collections.abc import Sequence

from kith.kit.sql import Tx
from kith.mall import listing
from kith.mall.goods import ProductId
from kith.mall.listing import KnownGoods


async def known_goods(tx: Tx, product_ids: Sequence[ProductId]) -> dict[ProductId, KnownGoods]:
    """Cards by id, of goods in any state that were once listed."""
    cards = await listing.once_listed.all(tx, product_ids=list(product_ids))
    there = set(await listing.on_offer.all(tx, product_ids=list(product_ids)))
    return {card.product_id: listing.known(card, available=card.product_id in there) for card in cards}
