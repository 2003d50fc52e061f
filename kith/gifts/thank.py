"""Say thank you for a gift."""

from datetime import datetime

from kith import chat, media, notices, people
from kith.gifts import gift as gifts
from kith.gifts import thanks
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound
from kith.gifts.recipient_view import ReceivedGift
from kith.gifts.show_received import show_received
from kith.gifts.tell_payers import tell_payers
from kith.gifts.tell_recipient import tell_recipient
from kith.gifts.thanks import AlreadyThanked, Words, may_thank, same
from kith.kit.sql import Tx


async def thank(tx: Tx, gift_id: GiftId, recipient_id: people.PersonId, words: Words, now: datetime) -> ReceivedGift:
    """Once, any time after accepting, with a picture that she uploaded; those who gave and paid see it, and are told.

    The same words again are answered as they stand. Raises `GiftNotFound`, `GiftEnded`, `NotYetAccepted`,
    `AlreadyThanked`, `media.PictureNotFound`.
    """
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or gift.recipient_id != recipient_id:
        raise GiftNotFound
    may_thank(gift, now)
    said = await thanks.of.maybe(tx, gift_id=gift_id)
    if said is None:
        if words.picture_id is not None:
            await media.seek(tx, words.picture_id, "upload", recipient_id, now)
            await media.hold(tx, words.picture_id, "thanks", gift_id, now=now)
        await thanks.insert.run(tx, gift_id=gift_id, text=words.text, picture_id=words.picture_id, now=now)
        await notices.tell(tx, gift.giver_id, "gift_given", gift_id, now)
        await tell_payers(tx, gift, now)
        await tell_recipient(tx, gift, now)
        if not gift.anonymous and not gift.wished:
            await chat.post_card(tx, recipient_id, gift.giver_id, "thanks", gift_id, now=now)
    elif not same(said, words):
        raise AlreadyThanked
    return await show_received(tx, gift_id, recipient_id, now)
