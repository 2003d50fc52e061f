"""Pay the shop."""

from datetime import datetime

from kith import ledger, mall
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as gifts
from kith.gifts import money
from kith.gifts import timer as timers
from kith.gifts.gift import GiftId
from kith.kit.sql import Tx


async def settle(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """Post the hold of a received gift to what we owe its shop, and count its order, locked first, as settled."""
    accepted = await acceptances.of.one(tx, gift_id=gift_id)
    await mall.hold_order(tx, accepted.order_id)
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    due = await timers.take.maybe(tx, gift_id=gift_id, kind="settle", now=now)
    if due and await gifts.settle.run(tx, gift_id=gift_id, now=now):
        await ledger.transfer(tx, money.post(acceptances.promised(gift, accepted)), now)
        await mall.settle_order(tx, accepted.order_id, now)
