"""The nearby list over HTTP, with a shop among the people, and what is reported of it."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from kith import merchants, people, places
from kith.ads import shop_routes
from kith.ads.ad import NearbyPage, Taps, Views
from kith.ads.hide_shop import hide_shop
from kith.ads.lane import Metering
from kith.ads.list_around import list_around
from kith.ads.metering import Kind
from kith.ads.offer import Offers
from kith.ads.showcase import Showcase
from kith.ads.unhide_shop import unhide_shop
from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import TryAgain, refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)

WithGender = Annotated[people.Gender | None, QueryParameter(description="only people of this gender")]
MinAge = Annotated[int | None, QueryParameter(ge=18, le=130, description="only people at least so old")]
MaxAge = Annotated[int | None, QueryParameter(ge=18, le=130, description="only people at most so old")]
ActiveWithin = Annotated[places.Within, QueryParameter(description="only people who were active in this time")]


@get(
    "/nearby",
    operation_id="listNearby",
    tags=["nearby"],
    responses=refuses(
        *_READ, places.NearbyOff, places.YouAreInvisible, places.PositionUnknown, BadCursor, places.TooManyLooks
    ),
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
) -> NearbyPage:
    """The people around you: by distance band, inside a band who was active last first; and an ad of a shop near
    you."""
    now = clock.now()
    parts[places.Brakes].look(me, now)
    wanted = places.Wanted(gender, min_age, max_age, active)
    secret, lookout = parts[people.Secret], parts[places.Lookout]
    async with parts[Database].connection() as tx:
        return await list_around(
            tx, secret, lookout, parts[Showcase], me.person_id, wanted=wanted, after=after, limit=limit, now=now
        )


@post(
    "/offers/views", operation_id="reportViews", tags=["nearby"], status_code=204, responses=refuses(*_WRITE, TryAgain)
)
async def views(data: JSONBody[Views], me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> None:
    """Say which ads were on the screen. Whether they count is not told."""
    await _report(parts, me, [("view", one.offer, one.millis) for one in data.views])


@post("/offers/taps", operation_id="reportTaps", tags=["nearby"], status_code=204, responses=refuses(*_WRITE, TryAgain))
async def taps(data: JSONBody[Taps], me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> None:
    """Say which ads were tapped. Whether they count is not told."""
    await _report(parts, me, [("tap", one.offer, 0) for one in data.taps])


@put(
    "/me/hidden-shops/{merchant_id:uuid}",
    operation_id="hideShop",
    tags=["nearby"],
    status_code=204,
    responses=refuses(*_WRITE, merchants.MerchantNotFound),
)
async def hide(me: NamedDependency[people.Me], parts: NamedDependency[Parts], merchant_id: FromPath[UUID]) -> None:
    """Do not show me this shop's ads any more."""
    async with parts[Database].transaction() as tx:
        await hide_shop(tx, me.person_id, merchants.MerchantId(merchant_id), clock.now())


@delete(
    "/me/hidden-shops/{merchant_id:uuid}",
    operation_id="unhideShop",
    tags=["nearby"],
    status_code=204,
    responses=refuses(*_WRITE),
)
async def unhide(me: NamedDependency[people.Me], parts: NamedDependency[Parts], merchant_id: FromPath[UUID]) -> None:
    """This shop's ads may be shown to me again."""
    async with parts[Database].transaction() as tx:
        await unhide_shop(tx, me.person_id, merchants.MerchantId(merchant_id))


async def _report(parts: Parts, me: people.Me, told: Sequence[tuple[Kind, str, int]]) -> None:
    await parts[Metering].report(parts[Offers], me.person_id, told, clock.now())


handlers = [nearby, views, taps, hide, unhide, *shop_routes.handlers]
