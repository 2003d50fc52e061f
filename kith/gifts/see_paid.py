"""Look at gifts with the eyes of a friend who helped to pay them."""

from collections.abc import Sequence
from datetime import datetime

from kith import payments, people
from kith.gifts import ask_view as asked
from kith.gifts import giver_view as givers
from kith.gifts import payer_view as views
from kith.gifts import thanks
from kith.gifts.gift import GiftId
from kith.gifts.giver_step import today_began
from kith.gifts.payer_view import PayerView
from kith.kit.sql import Tx


async def see_paid(tx: Tx, gift_ids: Sequence[GiftId], payer_id: people.PersonId, now: datetime) -> list[PayerView]:
    """Those of these gifts that this person helped to pay, in the order asked for."""
    wanted = {"gift_ids": list(gift_ids)}
    rows = {row.gift_id: row for row in await views.rows.all(tx, **wanted, payer_id=payer_id)}
    moves = await givers.moves.all(tx, **wanted, today_began_at=today_began(now), now=now)
    parts = await asked.my_parts.all(tx, **wanted, payer_id=payer_id)
    refunds = await payments.refunds_of(tx, [part.charge_id for part in parts])
    said = thanks.by_gift(await thanks.notes.all(tx, **wanted))
    persons = {id_ for row in rows.values() for id_ in (row.asker_id, row.recipient_id)}
    cards = await people.cards(tx, persons, now)
    return [views.view(rows[one], moves, parts, refunds, said, cards=cards) for one in gift_ids if one in rows]
