"""HTTP: being found nearby, and finding others."""

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from kith import people
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import TryAgain, refuses
from kith.places.forget_position import forget_position
from kith.places.lane import Brakes, CheckIns, TooManyPositions
from kith.places.position import Fix, Placed, Position
from kith.places.set_nearby import set_nearby
from kith.places.view_nearby import view_nearby
from kith.places.whereabouts import Nearby, NearbyForm, NearbyOff

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)


@get("/me/nearby", operation_id="viewNearbyChoices", tags=["nearby"], responses=refuses(*_READ))
async def choices(me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> Nearby:
    """How you are found nearby. Everything is off until you switch it on."""
    async with parts[Database].transaction() as tx:
        return await view_nearby(tx, me.person_id, clock.now())


@put("/me/nearby", operation_id="setNearbyChoices", tags=["nearby"], responses=refuses(*_WRITE))
async def choose(data: JSONBody[NearbyForm], me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> Nearby:
    """Choose how you are found nearby. Switched off, your position is forgotten at once."""
    async with parts[Database].transaction() as tx:
        return await set_nearby(tx, parts[people.Secret], me.person_id, data, clock.now())


@put(
    "/me/position",
    operation_id="sendPosition",
    tags=["nearby"],
    responses=refuses(*_WRITE, NearbyOff, TooManyPositions, TryAgain),
)
async def position(data: JSONBody[Position], me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> Placed:
    """Say where you are. Only an area of a few square kilometres around it is kept, for three days at most."""
    now = clock.now()
    parts[Brakes].position(me, now)
    return await parts[CheckIns].do(Fix(me.person_id, data.cell, now))


@delete("/me/position", operation_id="forgetPosition", tags=["nearby"], responses=refuses(*_WRITE))
async def unplace(me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> None:
    """Have your position forgotten. Nearby stays switched on."""
    async with parts[Database].transaction() as tx:
        await forget_position(tx, me.person_id)


handlers = [choices, choose, position, unplace]
