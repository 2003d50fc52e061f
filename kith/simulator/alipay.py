"""Alipay as one side of the simulator: its wire, its cashier, its notifications."""

from datetime import datetime

from kith.simulator import bill, cashier, letters, methods, notify, openapi, transfer
from kith.simulator import trade as trades
from kith.simulator.world import Side, World


async def run_due(world: World, now: datetime) -> int:
    """Timeouts and refunds first, for they make notifications; then everything that is to go out."""
    with world.store.transaction():
        done = methods.sweep(world, now)
    outgoing = letters.due(world.store, "alipay", now)
    for letter in outgoing:
        await letters.deliver(world, letter, notify.POST)
    return done + len(outgoing)


def is_idle(world: World, now: datetime) -> bool:
    return methods.is_swept(world, now) and not letters.due(world.store, "alipay", now)


side = Side(
    schema=trades.SCHEMA + letters.SCHEMA + transfer.SCHEMA + bill.SCHEMA,
    handlers=(openapi.gateway, *cashier.handlers, *bill.handlers),
    run_due=run_due,
    is_idle=is_idle,
)
