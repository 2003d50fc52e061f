"""WeChat Pay put together: what is due, what it tells, and how often."""

import json
from datetime import datetime, timedelta

from kith.simulator import counter, deals, letters
from kith.simulator.letters import Letter, Packed, Post
from kith.simulator.wechatpay import bills, orders, seal, transfers, wire
from kith.simulator.wechatpay.orders import SIDE
from kith.simulator.world import Side, World

LADDER = tuple(
    timedelta(seconds=seconds)
    for seconds in (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)
)
"""The waits between the deliveries of one notification, until it is answered with 200 or 204."""


async def run_due(world: World, now: datetime) -> int:
    """Refunds that have gone make notifications; then everything that is to go out."""
    with world.store.transaction():
        gone = deals.unnoted(world.store, SIDE, now)
        for back in gone:
            deals.mark_noted(world.store, back)
            orders.tell_refund(world, back, now)
    outgoing = letters.due(world.store, SIDE, now)
    for letter in outgoing:
        await letters.deliver(world, letter, Post(_packed, LADDER))
    return len(gone) + len(outgoing)


def is_idle(world: World, now: datetime) -> bool:
    return not deals.unnoted(world.store, SIDE, now) and not letters.due(world.store, SIDE, now)


def _packed(world: World, letter: Letter, stranger: bool) -> Packed:
    event, told = json.loads(letter.content)
    kind = "refund" if event.startswith("REFUND.") else "transaction"
    body = seal.sealed(world.home, letter.letter_id, event, kind, json.dumps(told, ensure_ascii=False))
    return seal.signed(world.home, body, stranger=stranger), body


counter.TELL[SIDE] = orders.tell

side = Side(
    schema=deals.SCHEMA + letters.SCHEMA + transfers.SCHEMA + bills.SCHEMA,
    handlers=wire.handlers,
    run_due=run_due,
    is_idle=is_idle,
)
