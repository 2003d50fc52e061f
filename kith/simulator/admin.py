"""Calls for whoever runs the simulator: its book, its faults, its clockwork. Only from this machine."""

from typing import Any

from litestar import Response, get, post, put
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.router import Router
from msgspec import Struct

from kith.kit import clock, settings
from kith.simulator import cashier, certs, counter, deals, letters
from kith.simulator import trade as trades
from kith.simulator import transfer as transfers
from kith.simulator.clockwork import Clockwork
from kith.simulator.deals import SideName
from kith.simulator.faults import Switched, UnknownFault
from kith.simulator.wechatpay import transfers as wechat_transfers
from kith.simulator.world import World


class BookTrade(Struct):
    """One trade that reached the cashier."""

    number: str
    trade_no: str
    status: trades.Status | deals.Standing
    fen: int
    paid_fen: int
    refunded_fen: int


class BookRefund(Struct):
    """One refund whose money has moved."""

    number: str
    refund_number: str
    fen: int


class BookTransfer(Struct):
    """One transfer whose money went out, and perhaps came back."""

    number: str
    order_id: str
    fen: int
    returned: bool


class MerchantBook(Struct):
    """What the shop has at Alipay: paid less refunded less sent out, and what it is made of."""

    balance_fen: int
    trades: list[BookTrade]
    refunds: list[BookRefund]
    transfers: list[BookTransfer]


class Idle(Struct):
    """True when nothing is due at this moment of the virtual clock."""

    idle: bool


class Told(Struct):
    """One notification and how it fared."""

    note_id: str
    number: str
    state: str
    tries: int
    forged: bool


class Standing(Struct):
    """How a trade stands after the call."""

    number: str
    trade_no: str
    status: trades.Status | deals.Standing
    fen: int


class Complaint(Struct):
    """Why a call was not done."""

    code: str
    detail: str


def only_here(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: the caller is this machine itself, spoken to by its own name, with nobody in between."""
    host = connection.headers.get("host", "").rsplit(":", 1)[0].strip("[]")
    client = connection.client.host if connection.client else ""
    forwarded = "x-forwarded-for" in connection.headers or "forwarded" in connection.headers
    if forwarded or not settings.is_loopback(client) or not settings.is_loopback(host):
        raise PermissionDeniedException("only from this machine")


@get("/book")
async def show_book(world: NamedDependency[World]) -> MerchantBook:
    now = clock.now()
    refunds = trades.refunds(world.store, now)
    rows = [
        BookTrade(
            trade.number,
            trade.trade_no,
            trades.status(trade, now),
            trade.fen,
            trade.fen if trade.paid_at else 0,
            trade.refunded_fen,
        )
        for trade in trades.every(world.store, now)
        if trade.opened_at is not None
    ]
    sent = [
        BookTransfer(row.number, row.order_id, row.fen, transfers.status(row, now) == "REFUND")
        for row in transfers.every(world.store)
        if transfers.status(row, now) in ("SUCCESS", "REFUND")
    ]
    balance = sum(row.paid_fen for row in rows) - sum(refund.fen for refund in refunds)
    balance -= sum(row.fen for row in sent if not row.returned)
    back = [BookRefund(row.number, row.refund_number, row.fen) for row in refunds]
    return MerchantBook(balance, rows, back, sent)


@get("/book/{side:str}")
async def show_book_of(side: FromPath[SideName], world: NamedDependency[World]) -> MerchantBook:
    """The same at WeChat Pay or Stripe."""
    now = clock.now()
    backs = deals.refunds(world.store, side, now)
    named = {deal.deal_id: deal for deal in deals.every(world.store, side)}
    gone = {deal_id: sum(back.fen for back in backs if back.deal_id == deal_id) for deal_id in named}
    rows = [
        BookTrade(
            deal.number,
            deal.gateway_number,
            deals.standing(deal, now),
            deal.fen,
            deal.fen if deal.paid_at else 0,
            gone[deal.deal_id],
        )
        for deal in named.values()
        if deal.visited_at is not None
    ]
    sent = [
        BookTransfer(row.number, row.bill_no, row.fen, False)
        for row in wechat_transfers.every(world.store)
        if side == "wechatpay" and wechat_transfers.state(row, now) == "SUCCESS"
    ]
    back = [BookRefund(named[row.deal_id].number, row.refund_number, row.fen) for row in backs]
    balance = sum(row.paid_fen for row in rows) - sum(row.fen for row in (*back, *sent))
    return MerchantBook(balance, rows, back, sent)


@get("/notifications")
async def show_notifications(world: NamedDependency[World]) -> list[Told]:
    """Every notification so far, oldest first."""
    return [
        Told(row.letter_id, row.number, row.state, row.tries, bool(row.forged)) for row in letters.every(world.store)
    ]


@get("/faults")
async def show_faults(world: NamedDependency[World]) -> Switched:
    return world.faults.switched()


@put("/faults")
async def switch_faults(world: NamedDependency[World], data: JSONBody[Switched]) -> Response[Switched | Complaint]:
    """These faults from now on, and no others."""
    try:
        world.faults.switch(data)
    except UnknownFault as unknown:
        return _no_fault(unknown)
    return Response(world.faults.switched())


@put("/faults/{number:str}")
async def switch_faults_of(
    number: FromPath[str], world: NamedDependency[World], data: JSONBody[Switched]
) -> Response[Switched | Complaint]:
    """These faults about the trade or parcel `number`, and no others about it; those about others stay."""
    try:
        world.faults.switch_one(number, data)
    except UnknownFault as unknown:
        return _no_fault(unknown)
    return Response(data)


@get("/faults/made")
async def show_made(world: NamedDependency[World]) -> dict[str, int]:
    """How often each fault has struck."""
    return world.faults.made()


@post("/key-rotation", status_code=204)
async def rotate_key(world: NamedDependency[World]) -> None:
    """From now on Alipay signs with a new key. Its public half and its certificate lie in the folder for whoever starts
    again."""
    world.signer.rotate()
    certs.renew(world.home)


@get("/idle")
async def ask_idle(clockwork: NamedDependency[Clockwork], settle: FromQuery[bool] = False) -> Idle:
    """Whether nothing is due; with `settle` after doing what is."""
    if settle:
        await clockwork.settle()
    return Idle(clockwork.is_idle())


@post("/cashier/{number:str}/payment", status_code=200)
async def pay(
    number: FromPath[str], world: NamedDependency[World], clockwork: NamedDependency[Clockwork]
) -> Response[Standing | Complaint]:
    """A buyer without a browser pays the trade that the shop calls `number`."""
    now = clock.now()
    for deal in deals.by_number(world.store, number):
        if not await counter.settle(world, clockwork, deal, now):
            paid = deal.paid_at is not None
            return Response(Complaint("not_payable", "TRADE_SUCCESS" if paid else "TRADE_CLOSED"), status_code=409)
        return Response(Standing(number, deal.gateway_number, "paid", deal.fen))
    trade = trades.by_number(world.store, number, now)
    if trade is None:
        return _nothing(number)
    if not await cashier.settle(world, clockwork, trade, now):
        return Response(Complaint("not_payable", trades.status(trade, now)), status_code=409)
    return _standing(world, number)


@post("/cashier/{number:str}/visit", status_code=200)
async def come(number: FromPath[str], world: NamedDependency[World]) -> Response[Standing | Complaint]:
    """A buyer without a browser opens the cashier and does not pay."""
    now = clock.now()
    for deal in deals.by_number(world.store, number):
        counter.visit(world, deal, now)
        return Response(Standing(number, deal.gateway_number, deals.standing(deal, now), deal.fen))
    if cashier.visit(world, trades.by_number(world.store, number, now), now) is None:
        return _nothing(number)
    return _standing(world, number)


def _standing(world: World, number: str) -> Response[Standing | Complaint]:
    now = clock.now()
    trade = trades.by_number(world.store, number, now)
    assert trade is not None
    return Response(Standing(number, trade.trade_no, trades.status(trade, now), trade.fen))


def _no_fault(unknown: UnknownFault) -> Response[Switched | Complaint]:
    return Response(Complaint("unknown_fault", f"There is no fault {unknown!s}."), status_code=409)


def _nothing(number: str) -> Response[Standing | Complaint]:
    detail = f"No order {number} came to the cashier. A page order comes when its URL is opened."
    return Response(Complaint("unknown_trade", detail), status_code=404)


handlers = [
    Router(
        "/admin",
        guards=[only_here],
        route_handlers=[
            show_book,
            show_book_of,
            show_notifications,
            show_faults,
            switch_faults,
            switch_faults_of,
            show_made,
            rotate_key,
            ask_idle,
            pay,
            come,
        ],
    )
]
