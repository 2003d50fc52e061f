"""Look at gifts with the recipient's eyes."""

from collections.abc import Sequence
from datetime import datetime

from kith import merchants, people
from kith.gifts import recipient_view as views
from kith.gifts import thanks
from kith.gifts.gift import GiftId
from kith.gifts.recipient_view import RecipientView
from kith.kit.sql import Tx, together


async def see_received(
    tx: Tx, gift_ids: Sequence[GiftId], recipient_id: people.PersonId, now: datetime
) -> list[RecipientView]:
    """Those of these gifts that reached this person, newest first."""
    wanted = {"gift_ids": list(gift_ids)}
    rows, moves, notes = await together(
        tx,
        views.rows.all(tx, **wanted, recipient_id=recipient_id, now=now),
        views.moves.all(tx, **wanted),
        thanks.notes.all(tx, **wanted),
    )
    payers, shops = await together(
        tx,
        views.payers.all(tx, gift_ids=[row.gift_id for row in rows]),
        merchants.shop_names(tx, {row.merchant_id for row in rows}),
    )
    cards = await people.cards(tx, {row.giver_id for row in rows} | {one.payer_id for one in payers}, now)
    said = thanks.by_gift(notes)
    return [views.view(row, moves, payers, said, cards=cards, shops=shops, now=now) for row in rows]
