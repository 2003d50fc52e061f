"""Count a gift as received."""

from datetime import datetime
from uuid import UUID

from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.gift import Gift
from kith.gifts.move import Role, step
from kith.gifts.policy import Policy
from kith.gifts.tell_giver import tell_giver
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def count_received(tx: Tx, policy: Policy, gift: Gift, *, by: Role, by_id: UUID | None, now: datetime) -> None:
    """Move a locked gift that is on its way, and start what follows: the settlement and the end of the address."""
    await gifts.move.one(tx, **step(gift, "receive", by, by_id, now))
    await tell_giver(tx, gift, "receive", now)
    await tell_recipient(tx, gift, now)
    one = {"gift_id": gift.gift_id}
    await timers.stop.run(tx, **one, kinds=["ask_receipt", "assume_receipt"])
    await timers.start.run(tx, **one, kind="settle", due_at=now + policy.settlement)
    await timers.start.run(tx, **one, kind="destroy_key", due_at=now + policy.key_life)
