"""Let a paid gift go on."""

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import hour
from kith.gifts import timer as timers
from kith.gifts.brake import brake
from kith.gifts.gift import Gift
from kith.gifts.move import Role, step
from kith.gifts.offer import offer
from kith.gifts.policy import Policy
from kith.gifts.tell_giver import tell_giver
from kith.kit.sql import Tx


async def send_off(tx: Tx, policy: Policy, gift: Gift, *, by: Role, by_id: UUID | None, now: datetime) -> None:
    """A large first gift cools off, one whose hour is far ahead waits for it, and any other is offered.

    `gift` is locked, and all of its price held. It is asked again when it cooled off, and when its hour comes near.
    """
    one = {"gift_id": gift.gift_id}
    if gift.cool_until is None and await brake(tx, policy, gift, now):
        until = now + policy.cooling
        gifts.rest.expect(tx, **step(gift, "cool", by, by_id, now), cool_until=until)
        timers.stop.send(tx, **one, kinds=["lapse"])
        timers.start.send(tx, **one, kind="cool", due_at=until)
        arrives_at = max(until, gift.send_at or until)
        diaries.rest.send(tx, **one, person_id=gift.recipient_id, arrives_at=arrives_at)
        await tell_giver(tx, gift, "cool", now)
        return
    if gift.send_at and now < gift.send_at and gift.state != "scheduled":
        gifts.rest.expect(tx, **step(gift, "schedule", by, by_id, now), cool_until=None)
        timers.stop.send(tx, **one, kinds=["lapse", "cool"])
        timers.start.send(tx, **one, kind="send", due_at=hour.ready_at(gift.gift_id, gift.send_at, policy))
        await tell_giver(tx, gift, "schedule", now)
        gift = replace(gift, state="scheduled")
    if gift.send_at is None or now >= hour.ready_at(gift.gift_id, gift.send_at, policy):
        await offer(tx, gift, by=by, by_id=by_id, now=now)
