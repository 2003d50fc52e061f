"""Decline a gift."""

from datetime import datetime

from kith import people
from kith.gifts import gift as gifts
from kith.gifts.gift import Gift, GiftId
from kith.gifts.move import GiftNotFound, may_answer, step
from kith.gifts.recipient_view import ReceivedGift
from kith.gifts.show_received import show_received
from kith.gifts.tell_giver import tell_giver
from kith.gifts.tell_recipient import tell_recipient
from kith.gifts.unwind import unwind
from kith.kit.sql import Tx


async def decline(tx: Tx, gift_id: GiftId, recipient_id: people.PersonId, *, tell: bool, now: datetime) -> ReceivedGift:
    """Answer no, for good.

    Quietly, nothing changes but the recipient's own view: the unit, the money and the giver's view stay as they are
    until the window ends. Told, the gift ends at once. Declining twice in the same way is declining once. Raises
    `GiftNotFound`, `AlreadyAnswered`, `GiftEnded`, `WindowOver`.
    """
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or gift.recipient_id != recipient_id:
        raise GiftNotFound
    if not _declined(gift, tell):
        may_answer(gift, now)
        if tell:
            await gifts.answer.one(tx, **step(gift, "decline", "recipient", recipient_id, now), late_at=None)
            await unwind(tx, gift, "declined", now)
            await tell_giver(tx, gift, "decline", now)
        else:
            await gifts.decline_quietly.run(tx, gift_id=gift_id, now=now)
        await tell_recipient(tx, gift, now)
    return await show_received(tx, gift_id, recipient_id, now)


def _declined(gift: Gift, tell: bool) -> bool:
    return gift.state == "declined" if tell else gift.quietly_declined_at is not None
