"""Show one gift to its recipient."""

from datetime import datetime

from kith import mall, merchants, people
from kith.gifts import recipient_view as views
from kith.gifts import thanks
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound
from kith.gifts.recipient_view import ReceivedGift, ReceivedRow
from kith.kit.sql import Tx, together


async def show_received(tx: Tx, gift_id: GiftId, recipient_id: people.PersonId, now: datetime) -> ReceivedGift:
    """The recipient's view with the shop, what she can choose, and the parcel. Raises `GiftNotFound`."""
    row = await views.rows.maybe(tx, gift_ids=[gift_id], recipient_id=recipient_id, now=now)
    if row is None:
        raise GiftNotFound
    moves, payers, notes, shops, shop_blocked, variants = await together(
        tx,
        views.moves.all(tx, gift_ids=[gift_id]),
        views.payers.all(tx, gift_ids=[gift_id]),
        thanks.notes.all(tx, gift_ids=[gift_id]),
        merchants.shop_names(tx, [row.merchant_id]),
        merchants.shop_blocked(tx, recipient_id, row.merchant_id),
        mall.variants(tx, row.product_id),
    )
    cards, parcel = await together(
        tx,
        people.cards(tx, {row.giver_id} | {one.payer_id for one in payers}, now),
        _parcel(tx, row),
    )
    closed = views.view(row, moves, payers, thanks.by_gift(notes), cards=cards, shops=shops, now=now)
    placed = row.order_id is not None and row.state != "to_choose"
    return views.opened(
        row,
        closed,
        shop_blocked=shop_blocked,
        variants=variants,
        ship_by=row.ship_by if placed else None,
        parcel=parcel,
    )


async def _parcel(tx: Tx, row: ReceivedRow) -> mall.Parcel | None:
    return await mall.parcel(tx, row.order_id) if row.order_id and row.state != "to_choose" else None
