"""Where in the town its people live, and that they were seen there."""

import asyncio
import math
import random
from datetime import datetime, timedelta
from functools import cache

from kith import people, places
from kith.kit import geo
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.main.demo.crowd import crowd, everybody
from kith.main.demo.guests import NAMES
from kith.main.demo.script import script
from kith.main.quarters import Quarter, quarters

_HIDES_DISTANCE = 25
"""One of so many neighbours does."""
_METRES_A_DEGREE = 111_320
_LATELY = ((6, 12), (4, 55), (3, 20 * 60), (2, 60 * 60))
"""Of fifteen people, how many were last seen within how many minutes."""


@cache
def homes() -> dict[str, tuple[Quarter, geo.Cell]]:
    """In which quarter and cell everybody lives, by nickname: owners where their group is, guests in the middle."""
    found: dict[str, tuple[Quarter, geo.Cell]] = {}
    owned = {group.owner: group.quarter for group in script().groups}
    for name in everybody():
        chance = random.Random(f"home of {name}")  # noqa: S311 nothing here is a secret
        quarter = chance.choices(quarters(), [one.share for one in quarters()])[0]
        if name in NAMES or name in owned:
            quarter = next(one for one in quarters() if one.name == owned.get(name, quarters()[0].name))
        north, east = chance.gauss(0, quarter.spread_m), chance.gauss(0, quarter.spread_m)
        lat = quarter.lat + north / _METRES_A_DEGREE
        lng = quarter.lng + east / (_METRES_A_DEGREE * math.cos(math.radians(quarter.lat)))
        found[name] = quarter, geo.snap(lat, lng)
    return found


async def take_places(parts: Parts, here: dict[str, people.PersonId], now: datetime) -> None:
    """Let everybody be found where they live, each seen some time ago."""
    for name, person_id in here.items():
        form = places.NearbyForm(sharing=True, hides_distance=name in crowd() and _chance(name, _HIDES_DISTANCE) == 0)
        async with parts[Database].transaction() as tx:
            await places.set_nearby(tx, parts[people.Secret], person_id, form, now)
    await see_everybody(parts, here, now)


async def see_everybody(parts: Parts, here: dict[str, people.PersonId], now: datetime) -> None:
    """Everybody was seen at home within the last three days, as often as people are."""
    fixes = [
        places.Fix(person_id, homes()[name][1], now - timedelta(minutes=_ago(name))) for name, person_id in here.items()
    ]
    await asyncio.gather(*(parts[places.CheckIns].do(fix) for fix in fixes))


def _ago(name: str) -> int:
    """How many minutes ago somebody was last seen."""
    turn = _chance(name, 15)
    for many, minutes in _LATELY:
        if turn < many:
            return _chance(f"{name} lately", minutes)
        turn -= many
    return 0


def _chance(name: str, below: int) -> int:
    return random.Random(name).randrange(below)  # noqa: S311 nothing here is a secret
