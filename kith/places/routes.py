"""HTTP: being found nearby, and finding others."""

from typing import Annotated

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from kith import people
from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import TryAgain, refuses
from kith.places.forget_position import forget_position
from kith.places.lane import Brakes, CheckIns, TooManyLooks, TooManyPositions
from kith.places.list_nearby import list_nearby
from kith.places.lookout import Lookout
from kith.places.neighbour import Neighbour, Wanted
from kith.places.position import Fix, Placed, Position
from kith.places.set_nearby import set_nearby
from kith.places.spot import Within
from kith.places.view_nearby import view_nearby
from kith.places.whereabouts import Nearby, NearbyForm, NearbyOff, PositionUnknown, YouAreInvisible

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)

WithGender = Annotated[people.Gender | None, QueryParameter(description="only people of this gender")]
MinAge = Annotated[int | None, QueryParameter(ge=18, le=130, description="only people at least so old")]
MaxAge = Annotated[int | None, QueryParameter(ge=18, le=130, description="only people at most so old")]
ActiveWithin = Annotated[Within, QueryParameter(description="only people who were active in this time")]


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


@get(
    "/nearby",
    operation_id="listNearby",
    tags=["nearby"],
    responses=refuses(*_READ, NearbyOff, YouAreInvisible, PositionUnknown, BadCursor, TooManyLooks),
)
async def nearby(
    *,
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
    gender: WithGender = None,
    min_age: MinAge = None,
    max_age: MaxAge = None,
    active: ActiveWithin = "3d",
    limit: Limit = 20,
    after: After = None,
) -> Page[Neighbour]:
    """The people around you: by distance band, inside a band who was active last first."""
    now = clock.now()
    parts[Brakes].look(me, now)
    wanted = Wanted(gender, min_age, max_age, active)
    secret = parts[people.Secret]
    async with parts[Database].connection() as tx:
        return await list_nearby(tx, secret, parts[Lookout], me.person_id, wanted, after=after, limit=limit, now=now)


handlers = [choices, choose, position, unplace, nearby]
