"""Tell everybody who was asked that it went on."""

from datetime import datetime

from kith import chat
from kith.gifts import ask as asks
from kith.gifts.gift import Gift
from kith.gifts.tell_asked import tell_asked
from kith.kit.sql import Tx


async def tell_all_asked(tx: Tx, gift: Gift, now: datetime) -> None:
    """More has been paid, all of it, or nothing is collected any more."""
    asked = await asks.of_gift.all(tx, gift_id=gift.gift_id)
    await tell_asked(tx, gift.gift_id, [ask.payer_id for ask in asked], now)
    for ask in asked:
        await chat.move_card(tx, gift.giver_id, ask.payer_id, "ask", ask.ask_id)
