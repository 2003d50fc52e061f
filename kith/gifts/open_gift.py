"""Open a gift."""

from datetime import datetime

from kith import people
from kith.gifts import gift as gifts
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound
from kith.gifts.recipient_view import ReceivedGift, may_open
from kith.gifts.show_received import show_received
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def open_gift(tx: Tx, gift_id: GiftId, recipient_id: people.PersonId, now: datetime) -> ReceivedGift:
    """The recipient unwraps it, and sees who gave an anonymous one. No giver ever learns of it.

    Opening twice is opening once. Raises `GiftNotFound`, `GiftEnded`, `WindowOver`.
    """
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or gift.recipient_id != recipient_id:
        raise GiftNotFound
    if gift.opened_at is None:
        may_open(gift, now)
        await gifts.open_up.run(tx, gift_id=gift_id, now=now)
        await tell_recipient(tx, gift, now)
    return await show_received(tx, gift_id, recipient_id, now)
