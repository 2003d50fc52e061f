"""Stripe put together: what is due, what it tells, and how often."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from stripe import WebhookSignature

from kith.simulator import bill_faults, counter, deals, letters
from kith.simulator.letters import Letter, Packed, Post
from kith.simulator.stripe import intents, keyed, refunds, wire
from kith.simulator.stripe.access import access
from kith.simulator.stripe.intents import SIDE
from kith.simulator.world import Side, World

Sign = Callable[[str, str], str]

LADDER = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 300, 600, 720, 720, 720, 720))
"""The waits between the deliveries of one webhook, until it is answered with 2xx: about three days of them."""


async def run_due(world: World, now: datetime) -> int:
    """Refunds that have gone make webhooks; then everything that is to go out."""
    with world.store.transaction():
        gone = deals.unnoted(world.store, SIDE, now)
        for back in gone:
            deals.mark_noted(world.store, back)
            refunds.tell(world, back, now)
    outgoing = letters.due(world.store, SIDE, now)
    for letter in outgoing:
        await letters.deliver(world, letter, Post(_packed, LADDER))
    return len(gone) + len(outgoing)


def is_idle(world: World, now: datetime) -> bool:
    return not deals.unnoted(world.store, SIDE, now) and not letters.due(world.store, SIDE, now)


def _packed(world: World, letter: Letter, stranger: bool) -> Packed:
    secret = "whsec_of_a_stranger" if stranger else access(world.home).webhook_secret
    # It is untyped in part.
    sign = cast("Sign", WebhookSignature.generate_signature_header)  # pyright: ignore[reportUnknownMemberType]
    return {"Stripe-Signature": sign(letter.content, secret)}, letter.content.encode()


counter.TELL[SIDE] = intents.tell_paid

side = Side(
    schema=deals.SCHEMA + letters.SCHEMA + intents.SCHEMA + keyed.SCHEMA + bill_faults.SCHEMA,
    handlers=wire.handlers,
    run_due=run_due,
    is_idle=is_idle,
)
