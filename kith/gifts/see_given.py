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
from kith.kit.sql import Tx


async def see_given(tx: Tx, gift_ids: Sequence[GiftId], giver_id: people.PersonId, now: datetime) -> list[GiverView]:
    """Those of these gifts that this person gave, newest first."""
    wanted = {"gift_ids": list(gift_ids)}
    rows = await views.rows.all(tx, **wanted, giver_id=giver_id, now=now)
    moves = await views.moves.all(tx, **wanted, today_began_at=today_began(now), now=now)
    parts = await views.parts.all(tx, **wanted, payer_id=giver_id)
    refunds = await payments.refunds_of(tx, [part.charge_id for part in parts])
    said = thanks.by_gift(await thanks.notes.all(tx, **wanted))
    mine = {"gift_ids": [row.gift_id for row in rows]}
    paid, asked = await views.paid.all(tx, **mine), await views.asked.all(tx, **mine)
    linked = frozenset(await links.of_gifts.all(tx, **mine))
    friends = {row.recipient_id for row in rows} | {one.payer_id for one in paid} | {one.payer_id for one in asked}
    cards = await people.cards(tx, friends, now)
    shops = await merchants.shop_names(tx, {row.merchant_id for row in rows})
    return [
        views.view(
            row, moves, parts, refunds, said, paid=paid, asked=asked, links=linked, cards=cards, shops=shops, now=now
        )
        for row in rows
    ]
