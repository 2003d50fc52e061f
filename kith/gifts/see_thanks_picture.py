"""Look at the picture of a thank-you."""

from datetime import datetime

from kith import media, people
from kith.gifts.gift import GiftId
from kith.gifts.see_given import see_given
from kith.gifts.see_paid import see_paid
from kith.gifts.see_received import see_received
from kith.kit.sql import Tx


async def see_thanks_picture(tx: Tx, gift_id: GiftId, viewer_id: people.PersonId, now: datetime) -> media.Stored:
    """For those who see the thank-you: whoever gave, whoever paid, and who said it. Raises `media.PictureNotFound`."""
    for see in (see_given, see_paid, see_received):
        for view in await see(tx, [gift_id], viewer_id, now):
            if view.thanks and view.thanks.picture_id:
                return await media.seek(tx, view.thanks.picture_id, "thanks", gift_id, now)
    raise media.PictureNotFound
