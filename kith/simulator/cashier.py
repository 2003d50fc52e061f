"""The cashier: where the demo buyer comes to pay, on a phone or at a desk, or leaves again."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from litestar import MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from kith.kit import clock, money
from kith.simulator import keys, notify, pages
from kith.simulator import trade as trades
from kith.simulator.clockwork import Clockwork
from kith.simulator.trade import Trade
from kith.simulator.world import World

METHOD = "cashier"
"""The name of the cashier where a fault asks for a method."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@get("/cashier/{token:str}")
async def show(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    world: NamedDependency[World],
    lang: FromQuery[str | None] = None,
) -> Response[str]:
    """What is to be paid. Whoever opens it makes the trade exist."""
    now = clock.now()
    trade = visit(world, trades.by_token(world.store, token, now), now)
    return _page(trade, now, lang or request.headers.get("accept-language"))


@post("/cashier/{token:str}/payment")
async def take_payment(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    world: NamedDependency[World],
    clockwork: NamedDependency[Clockwork],
    lang: FromQuery[str | None] = None,
) -> Response[Any]:
    """The buyer pays and goes back to the shop with a signed return, which proves nothing."""
    now = clock.now()
    trade = trades.by_token(world.store, token, now)
    paid = trade is not None and await settle(world, clockwork, trade, now)
    if trade is not None and paid and trade.return_url:
        return Redirect(returning(world, trade, now), status_code=303)
    after = trades.by_token(world.store, token, now)
    return _page(after, now, lang or request.headers.get("accept-language"))


@post("/cashier/{token:str}/departure")
async def leave(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    world: NamedDependency[World],
    lang: FromQuery[str | None] = None,
) -> Response[Any]:
    """The buyer goes without paying; the trade waits for its deadline."""
    trade = trades.by_token(world.store, token, clock.now())
    back = (trade.quit_url or trade.return_url) if trade is not None else None
    if back:
        return Redirect(back, status_code=303)
    return _html(pages.left_page(lang or request.headers.get("accept-language")), 200)


handlers = (show, take_payment, leave)


def visit(world: World, trade: Trade | None, now: datetime) -> Trade | None:
    """The buyer stands at the cashier."""
    if trade is None or not trades.payable(trade, now):
        return trade
    if trades.open_at_cashier(world.store, trade.number, now) and world.faults.strikes(
        "notify_forged", METHOD, trade.number
    ):
        notify.enqueue_forged(world, trade, now)
    return trades.by_number(world.store, trade.number, now)


async def settle(world: World, clockwork: Clockwork, trade: Trade, now: datetime) -> bool:
    """Take the buyer's money once; False where the trade cannot be paid any more."""
    if not trades.payable(trade, now):
        return False
    visit(world, trade, now)
    with world.store.transaction():
        if not trades.pay(world.store, trade.number, now):
            return False
        paid = trades.by_number(world.store, trade.number, now)
        assert paid is not None
        notify.enqueue(world, paid, now)
    if world.faults.strikes("notify_early", METHOD, trade.number):
        await clockwork.settle()
    return True


def returning(world: World, trade: Trade, now: datetime) -> str:
    """The shop's `return_url` with what Alipay adds to it."""
    params = {
        "app_id": keys.APP_ID,
        "auth_app_id": keys.APP_ID,
        "charset": "utf-8",
        "method": f"{trade.method}.return",
        "out_trade_no": trade.number,
        "seller_id": keys.SELLER_ID,
        "sign_type": "RSA2",
        "timestamp": trades.beijing(now),
        "total_amount": money.yuan(trade.fen),
        "trade_no": trade.trade_no,
        "version": "1.0",
    }
    params["sign"] = world.signer.sign(notify.signed_content(params))
    parts = urlsplit(trade.return_url or "")
    query = "&".join(filter(None, (parts.query, urlencode(params))))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _page(trade: Trade | None, now: datetime, languages: str | None) -> Response[str]:
    if trade is None:
        return _html(pages.unknown_page(languages), 404)
    return _html(pages.cashier_page(trade, now, languages), 200)


def _html(content: str, status: int) -> Response[str]:
    return Response(content, media_type=MediaType.HTML, status_code=status, headers=HEADERS)
