"""Ask the recipient whether a silent gift came."""

from datetime import datetime

from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.gift import GiftId
from kith.gifts.move import may
from kith.gifts.policy import Policy
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def ask_receipt(tx: Tx, policy: Policy, gift_id: GiftId, now: datetime) -> None:
    """Put the question into her view; without an answer the gift will count as received."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind="ask_receipt", now=now) and may(gift, "receive"):
        await gifts.ask.run(tx, gift_id=gift_id, now=now)
        await tell_recipient(tx, gift, now)
        await timers.start.run(tx, gift_id=gift_id, kind="assume_receipt", due_at=now + policy.assumption)
