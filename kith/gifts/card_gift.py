"""Show a gift in the conversation of giver and recipient."""

from datetime import datetime

from kith import chat
from kith.gifts.gift import Gift
from kith.kit.sql import Tx


async def card_gift(tx: Tx, gift: Gift, now: datetime) -> None:
    """When it reaches her. One that does not name its giver is never there, opened or not: it would tell either of them
    what the other did.
    """
    if not gift.anonymous and not gift.wished:
        await chat.post_card(tx, gift.giver_id, gift.recipient_id, "gift", gift.gift_id, now=now)
