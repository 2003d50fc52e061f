"""What the handlers of the simulator share, and what one side of it (Alipay, the carrier) brings along."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from litestar.types import ControllerRouterHandler

from kith.simulator.faults import Faults
from kith.simulator.keys import Signer
from kith.simulator.store import Store


@dataclass(frozen=True)
class World:
    """Given to handlers as the dependency `world`."""

    home: Path
    public_url: str
    """Where browsers and phones reach the simulator: the start of codes and links."""
    store: Store
    faults: Faults
    http: httpx.AsyncClient
    """For notifications and callbacks: no redirects, no proxy, and patience with a slow machine."""
    signer: Signer
    stopping: asyncio.Event
    """Set when the program ends: an answer that is held back stops waiting."""


@dataclass(frozen=True)
class Side:
    """One thing that the simulator plays."""

    schema: str
    """`CREATE TABLE IF NOT EXISTS …`, for `Store.create`."""
    handlers: Sequence[ControllerRouterHandler]
    run_due: Callable[[World, datetime], Awaitable[int]]
    """Do everything that is due at this moment of the virtual clock; answers how much was done, 0 when idle."""
    is_idle: Callable[[World, datetime], bool]
    """True when `run_due` would do nothing."""
