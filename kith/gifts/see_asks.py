"""Look at asks with the eyes of the friend who is asked."""

from collections.abc import Sequence
from datetime import datetime

from kith import people
from kith.gifts import ask_view as views
from kith.gifts.ask import Asked
from kith.gifts.ask_view import AskView
from kith.kit.sql import Tx


async def see_asks(tx: Tx, asked: Sequence[Asked], payer_id: people.PersonId, now: datetime) -> list[AskView]:
    """These asks, which are this person's, newest first."""
    wanted = {"gift_ids": [one.gift_id for one in asked], "payer_id": payer_id}
    rows = await views.rows.all(tx, **wanted)
    parts = await views.my_parts.all(tx, **wanted)
    cards = await people.cards(tx, {id_ for row in rows for id_ in (row.asker_id, row.recipient_id)}, now)
    dismissed = {one.ask_id for one in asked if one.dismissed_at}
    return [
        views.view(
            row,
            parts,
            cards=cards,
            known=await views.began.one(tx, person_id=payer_id, asker_id=row.asker_id, asked_at=row.asked_at),
            dismissed=row.ask_id in dismissed,
        )
        for row in rows
    ]
