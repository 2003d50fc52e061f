"""Routes that exist only where test machinery may run: the virtual clock, and where the demo town lies."""

from datetime import datetime, timedelta
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct
from procrastinate import App

from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main.advance import advance
from kith.main.quarters import quarters


class Time(Struct):
    """What the installation's clock shows."""

    now: datetime


class Advance(Struct):
    """How far to move the clock on. Zero runs what is due already."""

    seconds: Annotated[int, Meta(ge=0, le=400 * 86_400)]


@get("/dev/clock", operation_id="readClock", tags=["dev"], security=[{}])
async def read_clock() -> Time:
    """The time this installation lives in."""
    return Time(clock.now())


@post("/dev/clock/advances", operation_id="advanceClock", tags=["dev"], security=[{}])
async def advance_clock(data: JSONBody[Advance], parts: NamedDependency[Parts]) -> Time:
    """Move the clock on and answer when everything that became due has happened."""
    settings = parts[Settings]
    assert settings.clock is not None
    simulator = settings.gateway_url if settings.simulated else None
    await advance(parts[Database], parts[App], settings.clock, simulator, timedelta(seconds=data.seconds))
    return Time(clock.now())


class Ground(Struct):
    """A quarter of the demo town: its name and its middle, in degrees."""

    name: str
    lat: float
    lng: float


@get("/dev/quarters", operation_id="listQuarters", tags=["dev"], security=[{}])
async def list_quarters() -> list[Ground]:
    """The quarters of the demo town, its middle first: where to stand to meet its people."""
    return [Ground(quarter.name, quarter.lat, quarter.lng) for quarter in quarters()]


handlers = [read_clock, advance_clock, list_quarters]
