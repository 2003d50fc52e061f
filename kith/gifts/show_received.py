"""Show one gift to its recipient."""

from datetime import datetime

from kith import mall, merchants, people
from kith.gifts import acceptance as acceptances
from kith.gifts import recipient_view as views
from kith.gifts import thanks
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound
from kith.gifts.recipient_view import ReceivedGift
from kith.kit.sql import Tx


async def show_received(tx: Tx, gift_id: GiftId, recipient_id: people.PersonId, now: datetime) -> ReceivedGift:
    """The recipient's view with the shop, what she can choose, and the parcel. Raises `GiftNotFound`."""
    row = await views.rows.maybe(tx, gift_ids=[gift_id], recipient_id=recipient_id, now=now)
    if row is None:
        raise GiftNotFound
    moves = await views.moves.all(tx, gift_ids=[gift_id])
    payers = await views.payers.all(tx, gift_ids=[gift_id])
    cards = await people.cards(tx, {row.giver_id} | {one.payer_id for one in payers}, now)
    said = thanks.by_gift(await thanks.notes.all(tx, gift_ids=[gift_id]))
    shops = await merchants.shop_names(tx, [row.merchant_id])
    placed = await acceptances.of.maybe(tx, gift_id=gift_id) if row.state != "to_choose" else None
    return views.opened(
        row,
        views.view(row, moves, payers, said, cards=cards, shops=shops, now=now),
        shop_blocked=await merchants.shop_blocked(tx, recipient_id, row.merchant_id),
        variants=await mall.variants(tx, row.product_id),
        ship_by=placed.ship_by if placed else None,
        parcel=await mall.parcel(tx, placed.order_id) if placed else None,
    )
