"""The cashier of the simulated WeChat Pay and Stripe: where the demo buyer comes to pay, or leaves again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, get_args

from litestar import MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from kith.kit import clock
from kith.simulator import deals, pages
from kith.simulator.cashier import HEADERS
from kith.simulator.clockwork import Clockwork
from kith.simulator.deals import Deal, SideName
from kith.simulator.world import World

Tell = Callable[[World, Deal, datetime, bool], None]
"""Tell the shop that an order is paid; the last says that somebody else claims it."""

TELL: dict[SideName, Tell] = {}
"""By side: filled in where each is put together."""

SIDES = get_args(SideName)
_LANGUAGES = "accept-language"


@get([f"/{side}/cashier/{{token:str}}" for side in SIDES])
async def show(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    world: NamedDependency[World],
    redirect_url: FromQuery[str | None] = None,
    lang: FromQuery[str | None] = None,
) -> Response[str]:
    """What is to be paid."""
    now = clock.now()
    deal = deals.by_token(world.store, token)
    if deal is not None and redirect_url:
        deals.return_to(world.store, deal, redirect_url)
    return _page(visit(world, deal, now), now, lang or request.headers.get(_LANGUAGES))


@post([f"/{side}/cashier/{{token:str}}/payment" for side in SIDES])
async def take_payment(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    world: NamedDependency[World],
    clockwork: NamedDependency[Clockwork],
    lang: FromQuery[str | None] = None,
) -> Response[Any]:
    """The buyer pays and goes back to the shop, which proves nothing."""
    now = clock.now()
    deal = deals.by_token(world.store, token)
    if deal is not None and await settle(world, clockwork, deal, now) and deal.return_url:
        return Redirect(deal.return_url, status_code=303)
    after = deals.by_token(world.store, token)
    return _page(after, now, lang or request.headers.get(_LANGUAGES))


@post([f"/{side}/cashier/{{token:str}}/departure" for side in SIDES])
async def leave(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    world: NamedDependency[World],
    lang: FromQuery[str | None] = None,
) -> Response[Any]:
    """The buyer goes without paying."""
    deal = deals.by_token(world.store, token)
    if deal is not None and deal.return_url:
        return Redirect(deal.return_url, status_code=303)
    return html(pages.left_page(lang or request.headers.get(_LANGUAGES)), 200)


handlers = (show, take_payment, leave)


def visit(world: World, deal: Deal | None, now: datetime) -> Deal | None:
    """The buyer stands at the cashier."""
    if deal is None or deals.standing(deal, now) != "waiting":
        return deal
    if deals.visit(world.store, deal, now) and world.faults.strikes("notify_forged", "cashier", deal.number):
        TELL[deal.side](world, deal, now, True)
    return deal


async def settle(world: World, clockwork: Clockwork, deal: Deal, now: datetime) -> bool:
    """Take the buyer's money once; False where the order cannot be paid any more."""
    visit(world, deal, now)
    with world.store.transaction():
        if not deals.pay(world.store, deal, now):
            return False
        paid = deals.by_id(world.store, deal.side, deal.deal_id)
        assert paid is not None
        TELL[deal.side](world, paid, now, False)
    if world.faults.strikes("notify_early", "cashier", deal.number):
        await clockwork.settle()
    return True


def html(content: str, status: int) -> Response[str]:
    return Response(content, media_type=MediaType.HTML, status_code=status, headers=HEADERS)


def _page(deal: Deal | None, now: datetime, languages: str | None) -> Response[str]:
    if deal is None:
        return html(pages.unknown_page(languages), 404)
    path = f"/{deal.side}/cashier/{deal.token}"
    bill = pages.Bill(path, deal.subject, deal.fen, deal.number, deal.expires_at, deal.return_url)
    standing = deals.standing(deal, now)
    if standing == "waiting":
        return html(pages.pay_page(bill, languages), 200)
    return html(pages.ended_page(standing, bill, languages), 200)
