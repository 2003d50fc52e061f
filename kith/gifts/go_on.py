"""Let a gift go on that rested."""

from datetime import datetime

from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.gift import GiftId
from kith.gifts.move import RESTING
from kith.gifts.policy import Policy
from kith.gifts.send_off import send_off
from kith.gifts.timer import Kind
from kith.kit.sql import Tx


async def go_on(tx: Tx, policy: Policy, kind: Kind, gift_id: GiftId, now: datetime) -> None:
    """It has cooled off, or its hour is near."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind=kind, now=now) and gift.state in RESTING:
        await send_off(tx, policy, gift, by="clock", by_id=None, now=now)
