"""List what the recipient of a gift could take in its place."""

from datetime import datetime

from kith import mall, merchants, people
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as gifts
from kith.gifts import part as parts
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound, may_accept
from kith.kit.page import Page
from kith.kit.sql import Tx


async def list_swaps(
    tx: Tx,
    gift_id: GiftId,
    recipient_id: people.PersonId,
    *,
    text: str | None,
    category: mall.Category | None,
    province: str | None,
    limit: int,
    after: str | None,
    now: datetime,
) -> Page[mall.GoodsCard]:
    """Goods of the value of the gift, the newest first, then cheaper ones, the dearest first.

    What she cannot take is left out: goods that are not to be had, of shops that she blocked or that somebody of this
    gift works for, or that are not delivered to `province`. Raises `GiftNotFound`, what `may_accept` says, `BadCursor`.
    """
    gift = await gifts.by_id.maybe(tx, gift_id=gift_id)
    if gift is None or gift.recipient_id != recipient_id:
        raise GiftNotFound
    accepted = await acceptances.of.maybe(tx, gift_id=gift_id)
    may_accept(gift, accepted.choose_by if accepted else None, now)
    paid = [part.payer_id for part in await parts.of.all(tx, gift_id=gift_id) if part.paid_at]
    near = {gift.giver_id, recipient_id, *paid}
    not_shops = {*await merchants.blocked_shops(tx, recipient_id)}
    for person_id in near:
        not_shops |= {shop.merchant_id for shop in await merchants.staffed(tx, person_id)}
    choosing = mall.Choosing(
        value_fen=acceptances.promised(gift, accepted).fen,
        not_product=accepted.product_id if accepted else gift.product_id,
        not_shops=[*not_shops],
        province=f"{province[:2]}0000" if province else None,
        text=text,
        category=category,
    )
    return await mall.list_choices(tx, choosing, limit, after)
