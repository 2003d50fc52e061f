"""List a shop's own goods."""

from kith import merchants, people
from kith.kit import page as pages
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.mall import listing
from kith.mall.goods import ProductState
from kith.mall.listing import OwnGoods


async def list_shop_goods(
    tx: Tx,
    merchant_id: merchants.MerchantId,
    person_id: people.PersonId,
    *,
    state: ProductState | None,
    limit: int,
    after: str | None,
) -> Page[OwnGoods]:
    """A page of the shop's products in every state, with exact stock, by the shop's own names of them.

    Raises `NotYourShop`, `BadCursor`.
    """
    await merchants.check_staff(tx, merchant_id, person_id)
    last = pages.key(after, tuple[str])
    found = await listing.own.all(
        tx, merchant_id=merchant_id, state=state, after=last[0] if last else None, limit=limit + 1
    )
    products = found[:limit]
    variants = await listing.own_variants.all(tx, product_ids=[product.product_id for product in products])
    items = [
        OwnGoods(product, [variant for variant in variants if variant.product_id == product.product_id])
        for product in products
    ]
    return Page(items, pages.cursor(products[-1].external_id) if len(found) > limit else None)
