"""End what two people have not answered when one blocks the other."""

from datetime import datetime

from kith import people
from kith.gifts import ask as asks
from kith.gifts import diary as diaries
from kith.gifts.end_unanswered import end_unanswered
from kith.kit.sql import Tx


async def end_on_block(tx: Tx, blocker: people.PersonId, blocked: people.PersonId, now: datetime) -> None:
    """Gifts that the blocker gave end and are refunded at once; those the blocker received end like a quiet decline.

    What either is asked to pay by the other, or for the other's gift, is taken away. For `people.Blocked`.
    """
    between = await diaries.between.all(tx, giver_id=blocker, recipient_id=blocked)
    between += await diaries.between.all(tx, giver_id=blocked, recipient_id=blocker)
    asked = await asks.between.all(tx, person_id=blocker, other_id=blocked)
    asked += await asks.between.all(tx, person_id=blocked, other_id=blocker)
    await end_unanswered(tx, between, asked, person_id=blocker, now=now)
