"""Quote what one of the two sides of a gift wrote to the other."""

from uuid import UUID

from kith import people
from kith.gifts import gift as gifts
from kith.gifts import thanks
from kith.kit.sql import Tx


async def quote(tx: Tx, reader: people.PersonId, writer: people.PersonId, gift_id: UUID) -> str | None:
    """The giver's message or the recipient's thanks, for the other side only. For `people.Evidence`."""
    gift = await gifts.by_id.maybe(tx, gift_id=gift_id)
    if gift is None or gift.giver_id == gift.recipient_id:
        return None
    if (writer, reader) == (gift.giver_id, gift.recipient_id) and gift.offered_at:
        return gift.message or None
    if (writer, reader) == (gift.recipient_id, gift.giver_id):
        said = await thanks.of.maybe(tx, gift_id=gift_id)
        return said.text if said else None
    return None
