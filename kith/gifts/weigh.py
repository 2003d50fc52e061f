"""Weigh how giver, recipient and shop stand to each other."""

from datetime import datetime

from kith import mall, merchants, people
from kith.gifts import diary as diaries
from kith.gifts import giving
from kith.gifts.gift import Gift
from kith.gifts.giving import Standing
from kith.kit.sql import Tx, together


async def weigh(tx: Tx, gift: Gift, product: mall.Product, now: datetime) -> Standing:
    """All that `may_give` asks, read at once."""
    giver, recipient = gift.giver_id, gift.recipient_id
    around = giving.week_around(gift.send_at or now)
    friends, met, staff, reaching, unpaid, door = await together(
        tx,
        people.mutual(tx, giver, recipient),
        people.met(tx, giver, recipient),
        merchants.is_staff(tx, product.merchant_id, giver),
        diaries.count_reaching.one(tx, person_id=recipient, **around, now=now),
        diaries.count_unpaid.one(tx, person_id=giver, now=now),
        _door(tx, recipient),
    )
    friends = friends and giver != recipient
    return Standing(
        friends=friends,
        listed=product.state == "listed",
        staff=staff,
        door=door if friends else giving.SHUT,
        met=friends and met,
        reaching=reaching,
        unpaid=unpaid,
    )


async def _door(tx: Tx, person_id: people.PersonId) -> people.Door:
    try:
        return await people.door(tx, person_id)
    except people.PersonNotFound:
        return giving.SHUT
