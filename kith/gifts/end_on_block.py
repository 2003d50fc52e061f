"""End what two people have not answered when one blocks the other."""

from datetime import datetime

from kith import people
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts.end import end
from kith.gifts.move import may
from kith.kit.sql import Tx


async def end_on_block(tx: Tx, blocker: people.PersonId, blocked: people.PersonId, now: datetime) -> None:
    """Gifts that the blocker gave end and are refunded at once; those the blocker received end like a quiet decline.

    What is accepted runs on. A gift that is being paid to the blocker is left to `fund`. For `people.Blocked`.
    """
    outward = await diaries.between.all(tx, giver_id=blocker, recipient_id=blocked)
    for gift_id in await gifts.unanswered.all(tx, gift_ids=outward):
        gift = await gifts.lock.one(tx, gift_id=gift_id)
        if may(gift, "withdraw"):
            await end(tx, gift, "withdraw", by="giver", by_id=blocker, now=now)
    inward = await diaries.between.all(tx, giver_id=blocked, recipient_id=blocker)
    for gift_id in await gifts.unanswered.all(tx, gift_ids=inward):
        await gifts.lock.one(tx, gift_id=gift_id)
        await gifts.decline_quietly.run(tx, gift_id=gift_id, now=now)
