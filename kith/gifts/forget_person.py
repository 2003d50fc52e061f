"""Forget what gifts keep of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import saved_address as saved
from kith.gifts.end_unanswered import end_unanswered
from kith.gifts.gift import GiftId
from kith.kit.sql import Tx


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """End what is unanswered, then erase words, diaries and addresses with their key.

    Accepted gifts run on; the address of each goes at its own time. For `people.Leaving`.
    """
    mine = [GiftId(gift_id) for gift_id in await diaries.all_of.all(tx, person_id=person_id)]
    await end_unanswered(tx, mine, person_id, now)
    await gifts.unsay.run(tx, gift_ids=mine, giver_id=person_id)
    await diaries.forget_given.run(tx, person_id=person_id)
    await diaries.forget_received.run(tx, person_id=person_id)
    await saved.erase_all.run(tx, person_id=person_id)
    await saved.destroy_key.run(tx, person_id=person_id)
