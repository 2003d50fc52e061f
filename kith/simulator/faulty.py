"""Silence on demand, as every wire of the simulator keeps it."""

import asyncio

from kith.simulator.faults import Fault
from kith.simulator.world import World


async def hold(world: World, fault: Fault) -> None:
    """In real seconds: a caller's patience does not follow the virtual clock."""
    try:
        await asyncio.wait_for(world.stopping.wait(), fault.seconds)
    except TimeoutError:
        return
