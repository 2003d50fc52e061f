"""Decide about a product."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import reviewing
from kith.mall.goods import Product, ProductId
from kith.mall.product import product
from kith.mall.reviewing import Decision, NotUnderReview, WhyMissing


async def review(tx: Tx, product_id: ProductId, decision: Decision, *, by: str, why: str, now: datetime) -> Product:
    """List a product, send it back to its shop, or take it out of the mall; who and why are kept.

    Raises `ProductNotFound`, `WhyMissing`, `merchants.ShopSuspended`, `NotUnderReview`.
    """
    found = await product(tx, product_id)
    if decision != "approved" and not why.strip():
        raise WhyMissing
    if decision == "approved":
        await merchants.check_selling(tx, found.merchant_id)
    moved = await reviewing.decide.run(
        tx, product_id=product_id, state=reviewing.TO[decision], states=list(reviewing.FROM[decision]), now=now
    )
    if not moved:
        raise NotUnderReview
    await reviewing.record.run(tx, product_id=product_id, decision=decision, by=by, why=why.strip(), now=now)
    return await product(tx, product_id)
