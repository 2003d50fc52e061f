"""Forget what gifts keep of somebody who leaves."""

from datetime import datetime

from kith import media, notices, people
from kith.gifts import ask as asks
from kith.gifts import co_payer as co_payers
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import pay_link as pay_links
from kith.gifts import saved_address as saved
from kith.gifts import spending as spendings
from kith.gifts import thanks
from kith.gifts.end_unanswered import end_unanswered
from kith.gifts.tell_payers import tell_payers
from kith.kit.sql import Tx


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """End what is unanswered, then erase words, diaries, asks, and addresses with their key.

    Whoever was given something, or thanked, is told that the words are gone. Accepted gifts run on, and the address of
    each goes at its own time. For `people.Leaving`.
    """
    mine = await diaries.all_of.all(tx, person_id=person_id)
    asked = await asks.all_of.all(tx, person_id=person_id)
    await end_unanswered(tx, mine, asked, person_id=person_id, now=now)
    for gift in await gifts.unsay.all(tx, gift_ids=mine, giver_id=person_id):
        if gift.seen:
            await notices.tell(tx, gift.recipient_id, "gift_received", gift.gift_id, now)
    for gift_id in await thanks.unsay.all(tx, gift_ids=mine, recipient_id=person_id):
        await media.release(tx, ["thanks"], gift_id, now)
        thanked = await gifts.by_id.one(tx, gift_id=gift_id)
        await notices.tell(tx, thanked.giver_id, "gift_given", gift_id, now)
        await tell_payers(tx, thanked, now)
    await asks.unsay.run(tx, gift_ids=mine, giver_id=person_id)
    await pay_links.unsay.run(tx, gift_ids=mine, giver_id=person_id)
    for statement in (
        spendings.forget_all,
        diaries.forget_given,
        diaries.forget_received,
        co_payers.forget,
        asks.forget_asked,
        asks.forget_asking,
        saved.erase_all,
        saved.destroy_key,
    ):
        await statement.run(tx, person_id=person_id)
