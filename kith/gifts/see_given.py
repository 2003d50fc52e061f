"""Look at gifts with the giver's eyes."""

from collections.abc import Sequence
from datetime import datetime

from kith import merchants, payments, people
from kith.gifts import giver_view as views
from kith.gifts import pay_link as links
from kith.gifts import thanks
from kith.gifts.gift import GiftId
from kith.gifts.giver_step import today_began
from kith.gifts.giver_view import GiverView
from kith.kit.sql import Tx, together


async def see_given(tx: Tx, gift_ids: Sequence[GiftId], giver_id: people.PersonId, now: datetime) -> list[GiverView]:
    """Those of these gifts that this person gave, newest first."""
    wanted = {"gift_ids": list(gift_ids)}
    rows, moves, parts, notes = await together(
        tx,
        views.rows.all(tx, **wanted, giver_id=giver_id, now=now),
        views.moves.all(tx, **wanted, today_began_at=today_began(now), now=now),
        views.parts.all(tx, **wanted, payer_id=giver_id),
        thanks.notes.all(tx, **wanted),
    )
    said = thanks.by_gift(notes)
    mine = {"gift_ids": [row.gift_id for row in rows]}
    refunds, paid, asked, linked, shops = await together(
        tx,
        payments.refunds_of(tx, [part.charge_id for part in parts]),
        views.paid.all(tx, **mine),
        views.asked.all(tx, **mine),
        links.of_gifts.all(tx, **mine),
        merchants.shop_names(tx, {row.merchant_id for row in rows}),
    )
    friends = {row.recipient_id for row in rows} | {one.payer_id for one in paid} | {one.payer_id for one in asked}
    cards = await people.cards(tx, friends, now)
    return [
        views.view(
            row,
            moves,
            parts,
            refunds,
            said,
            paid=paid,
            asked=asked,
            links=frozenset(linked),
            cards=cards,
            shops=shops,
            now=now,
        )
        for row in rows
    ]
