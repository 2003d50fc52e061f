"""Ask whether a gift cools off before it is offered."""

from datetime import datetime

from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts.gift import Gift
from kith.gifts.giver_step import today_began
from kith.gifts.policy import Policy
from kith.kit.sql import Tx


async def brake(tx: Tx, policy: Policy, gift: Gift, now: datetime) -> bool:
    """True of a large gift between two of whom neither received one of the other's before.

    Received before today in Beijing: of today's its giver does not know.
    """
    if gift.wished or gift.fen <= policy.stranger_fen:
        return False
    between = await diaries.between.all(tx, giver_id=gift.giver_id, recipient_id=gift.recipient_id)
    between += await diaries.between.all(tx, giver_id=gift.recipient_id, recipient_id=gift.giver_id)
    return not await gifts.any_received.one(tx, gift_ids=between, today_began_at=today_began(now))
