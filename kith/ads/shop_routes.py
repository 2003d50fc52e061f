"""A shop's placements over HTTP, for its owner."""

from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from kith import merchants, people
from kith.ads.ask_for import ask_for
from kith.ads.asking import (
    BidOutOfRange,
    BudgetOutOfRange,
    NewPlacement,
    PlacementDays,
    PlacementDiffers,
    TooManyPlacements,
)
from kith.ads.change import Wish, change
from kith.ads.list_placements import list_placements
from kith.ads.placement import PlacementId, PlacementMoved, PlacementNotFound
from kith.ads.placement_view import PlacementReport, PlacementView
from kith.ads.policy import Policy
from kith.ads.report_placement import report_placement
from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses

_READ = (people.SignInFirst, people.ProfileIncomplete, merchants.NotYourShop, merchants.OwnerOnly)
_WRITE = (*_READ, people.CrossSite)


class Wanted(Struct, frozen=True):
    """What is to become of a placement."""

    state: Wish


@post(
    "/shops/{merchant_id:uuid}/placements",
    operation_id="askForPlacement",
    tags=["shops"],
    responses=refuses(
        *_WRITE,
        merchants.ShopSuspended,
        PlacementDiffers,
        BudgetOutOfRange,
        BidOutOfRange,
        PlacementDays,
        TooManyPlacements,
    ),
)
async def ask(
    merchant_id: FromPath[UUID],
    data: JSONBody[NewPlacement],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> PlacementView:
    """Ask for a paid place among the people around the shop. It is reviewed, then paid ahead, then it runs."""
    async with parts[Database].transaction() as tx:
        return await ask_for(tx, parts[Policy], merchants.MerchantId(merchant_id), me.person_id, data, now=clock.now())


@get(
    "/shops/{merchant_id:uuid}/placements",
    operation_id="listPlacements",
    tags=["shops"],
    responses=refuses(*_READ, BadCursor),
)
async def placements_of_shop(
    merchant_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    *,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[After] = None,
) -> Page[PlacementView]:
    """The placements of a shop, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_placements(tx, merchants.MerchantId(merchant_id), me.person_id, after=after, limit=limit)


@get(
    "/shops/{merchant_id:uuid}/placements/{placement_id:uuid}",
    operation_id="viewPlacement",
    tags=["shops"],
    responses=refuses(*_READ, PlacementNotFound),
)
async def placement_of_shop(
    merchant_id: FromPath[UUID],
    placement_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> PlacementReport:
    """A placement, what it brought by hour and distance, and what did not count."""
    async with parts[Database].transaction() as tx:
        return await report_placement(tx, merchants.MerchantId(merchant_id), me.person_id, PlacementId(placement_id))


@put(
    "/shops/{merchant_id:uuid}/placements/{placement_id:uuid}/state",
    operation_id="changePlacement",
    tags=["shops"],
    responses=refuses(*_WRITE, PlacementNotFound, merchants.ShopSuspended, PlacementMoved),
)
async def change_placement(
    merchant_id: FromPath[UUID],
    placement_id: FromPath[UUID],
    data: JSONBody[Wanted],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> PlacementView:
    """Pause a placement, let it go on, or stop it: then what was not delivered goes back the way it was paid."""
    async with parts[Database].transaction() as tx:
        return await change(
            tx, merchants.MerchantId(merchant_id), me.person_id, PlacementId(placement_id), data.state, now=clock.now()
        )


handlers = [ask, placements_of_shop, placement_of_shop, change_placement]
