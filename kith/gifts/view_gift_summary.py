"""Count what waits for a person among all gifts."""

from datetime import datetime

from kith import people
from kith.gifts import ask as asks
from kith.gifts import ask_view as ask_views
from kith.gifts import diary as diaries
from kith.gifts import gift_box as boxes
from kith.gifts.gift_box import GiftSummary
from kith.kit.sql import Tx


async def view_gift_summary(tx: Tx, person_id: people.PersonId, now: datetime) -> GiftSummary:
    """How many gifts wait for this person's answer, for this person's payment, and for a friend's."""
    reached = await boxes.reached.all(tx, person_id=person_id, since_at=boxes.oldest(now), now=now)
    asked = await asks.waiting.all(tx, person_id=person_id, since_at=ask_views.oldest(now))
    return GiftSummary(
        to_answer=await boxes.count_waiting.one(tx, gift_ids=reached, now=now),
        to_pay=await diaries.count_unpaid.one(tx, person_id=person_id, now=now),
        asks=await asks.count_collecting.one(tx, gift_ids=asked, payer_id=person_id, now=now),
    )
