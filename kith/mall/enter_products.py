"""Enter what a shop says of its products."""

from collections.abc import Sequence
from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import draft as drafting
from kith.mall.draft import Draft, Entered
from kith.mall.goods import product_id


async def enter_products(
    tx: Tx, merchant_id: merchants.MerchantId, drafts: Sequence[Draft], *, by: str, now: datetime
) -> Entered:
    """Add or change whole products; those of which nothing new is said are left alone.

    A new or changed product goes into review, listed or not. Variants it no longer has are retired and sold no more.
    Units are set where they differ from what was said last, which needs no review. Pictures that were stored stay;
    others are wanted and come later.
    """
    numbers = [product_id(merchant_id, draft.external_id) for draft in drafts]
    before = {row.product_id: row.fingerprint for row in await drafting.known.all(tx, product_ids=numbers)}
    fresh = [
        draft
        for draft, number in zip(drafts, numbers, strict=True)
        if before.get(number) != drafting.fingerprint(draft)
    ]
    touched = {product_id(merchant_id, draft.external_id) for draft in fresh}
    if fresh:
        named = list(touched)
        rows = drafting.variant_rows(merchant_id, fresh)
        pictures = drafting.picture_rows(merchant_id, fresh)
        await drafting.enter.run(tx, merchant_id=merchant_id, rows=drafting.product_rows(merchant_id, fresh), now=now)
        await drafting.submit.run(tx, product_ids=named, by=by, now=now)
        await drafting.enter_variants.run(tx, rows=rows)
        await drafting.open_stock.run(tx, rows=rows, now=now)
        await drafting.retire.run(tx, product_ids=named, rows=rows, now=now)
        await drafting.drop_pictures.run(tx, product_ids=named, rows=pictures)
        await drafting.want_pictures.run(tx, rows=pictures, now=now)
    restocked = await drafting.restock.all(tx, rows=drafting.variant_rows(merchant_id, list(drafts)), now=now)
    changed = (touched | set(restocked)) & before.keys()
    added = touched - before.keys()
    return Entered(len(added), len(changed), len(drafts) - len(added) - len(changed))
