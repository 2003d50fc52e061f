"""What the tests of places share: people who want to be found, and points in the country."""

import math
from collections.abc import Sequence
from datetime import datetime

from kith import people, places
from kith.kit import geo
from kith.kit.sql import Query, Tx
from kith.places.whereabouts import NearbyForm
from tests.cast import SECRET, enrol

POLICY = places.Policy()
LOOKOUT = places.Lookout(POLICY)
NOISE = places.Noise(SECRET.key_for("nearby noise"))
BUND = 31.2397, 121.4908
KM_OF_DEGREE = 111.195

rows_left = Query(int, "SELECT (SELECT count(*) FROM whereabouts) + (SELECT count(*) FROM spot)")
cells_kept = Query(int, "SELECT cell FROM whereabouts WHERE cell IS NOT NULL UNION SELECT cell FROM spot")


def east(point: tuple[float, float], km: float) -> tuple[float, float]:
    """So far to the east of a point."""
    return point[0], point[1] + km / KM_OF_DEGREE / math.cos(math.radians(point[0]))


async def switch(tx: Tx, person: people.PersonId, now: datetime, *, sharing: bool = True, **more: bool) -> None:
    await places.set_nearby(tx, SECRET, person, NearbyForm(sharing=sharing, **more), now)


async def arrive(tx: Tx, person: people.PersonId, point: tuple[float, float], now: datetime) -> object:
    """Send a position: the answer or refusal."""
    fix = places.Fix(person, geo.snap(*point), now)
    return (await places.check_in(tx, NOISE, POLICY, [fix]))[0]


async def settle(tx: Tx, person: people.PersonId, point: tuple[float, float], now: datetime) -> None:
    """Somebody new who wants to be found, at this place."""
    await enrol(tx, person, now)
    await switch(tx, person, now)
    assert isinstance(await arrive(tx, person, point, now), places.Placed)


async def around(
    tx: Tx, person: people.PersonId, now: datetime, *, limit: int = 100, wanted: places.Wanted | None = None
) -> Sequence[places.Neighbour]:
    """The whole list, read in pages."""
    found: list[places.Neighbour] = []
    after = None
    while True:
        page = await places.list_nearby(
            tx, SECRET, LOOKOUT, person, wanted or places.Wanted(), after=after, limit=limit, now=now
        )
        assert len(page.items) <= limit
        found += page.items
        after = page.next
        if after is None:
            return found


async def names(tx: Tx, person: people.PersonId, now: datetime) -> set[str]:
    return {one.person.nickname for one in await around(tx, person, now)}
