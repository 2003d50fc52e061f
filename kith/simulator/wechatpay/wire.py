"""The wire of the simulated WeChat Pay: JSON over paths, signed both ways, and the faults an answer can have."""

import json
import re
from typing import Any

import msgspec
import structlog
from litestar import HttpMethod, Request, Response, route
from litestar.di import NamedDependency

from kith.kit import clock
from kith.simulator.clockwork import Clockwork
from kith.simulator.faulty import hold
from kith.simulator.wechatpay import bills, orders, seal, transfers
from kith.simulator.wechatpay.orders import Method, Refused
from kith.simulator.world import World

_TRANSFERS = "/v3/fund-app/mch-transfer/transfer-bills"
_REFUNDS = "/v3/refund/domestic/refunds"
_NUMBER = r"(?P<number>[^/]+)"

METHODS: tuple[tuple[str, str, str, Method], ...] = (
    ("POST", r"/v3/pay/transactions/(?P<kind>native|h5|jsapi)", "wechatpay.order", orders.place),
    ("GET", rf"/v3/pay/transactions/out-trade-no/{_NUMBER}", "wechatpay.query", orders.query),
    ("POST", rf"/v3/pay/transactions/out-trade-no/{_NUMBER}/close", "wechatpay.close", orders.close),
    ("POST", _REFUNDS, "wechatpay.refund", orders.refund),
    ("GET", rf"{_REFUNDS}/{_NUMBER}", "wechatpay.refund.query", orders.refund_query),
    ("POST", _TRANSFERS, "wechatpay.transfer", transfers.transfer),
    ("GET", rf"{_TRANSFERS}/out-bill-no/{_NUMBER}", "wechatpay.transfer.query", transfers.query),
    ("POST", rf"{_TRANSFERS}/out-bill-no/{_NUMBER}/cancel", "wechatpay.transfer.cancel", transfers.cancel),
    ("GET", r"/v3/bill/tradebill", "wechatpay.bill", bills.trades),
    ("GET", r"/v3/bill/fundflowbill", "wechatpay.bill", bills.funds),
)
"""Method, path, the name of the call where a fault asks for one, and what it does."""


class _Named(msgspec.Struct):
    out_trade_no: str | None = None
    out_bill_no: str | None = None


_Answer = tuple[int, bytes]
_UNSURE = (500, b'{"code":"SYSTEM_ERROR","message":"\xe7\xb3\xbb\xe7\xbb\x9f\xe5\xbc\x82\xe5\xb8\xb8"}')

_log = structlog.get_logger("kith.simulator")


@route("/v3/{path:path}", http_method=[HttpMethod.GET, HttpMethod.POST])
async def gateway(
    request: Request[Any, Any, Any], world: NamedDependency[World], clockwork: NamedDependency[Clockwork]
) -> Response[bytes]:
    """Every call of the merchant comes in here."""
    body = await request.body()
    path, query = request.url.path, request.url.query
    target = f"{path}?{query}" if query else path
    asked = request.headers.get("authorization", "")
    if not seal.is_merchants(world.home, asked, request.method, target, body):
        _log.info("not accepted", path=path)
        return _said(world, _refused(Refused(401, "SIGN_ERROR", "签名错误")))
    if path == "/v3/billdownload/file":
        found = bills.fetch(world, dict(request.query_params))
        return Response(found or b"", status_code=200 if found else 404, media_type="text/plain")
    for method, pattern, name, do in METHODS:
        parts = re.fullmatch(pattern, path)
        if parts and method == request.method:
            named = {**dict(request.query_params), **parts.groupdict()}
            return await _called(world, clockwork, (name, do), named, body)
    return _said(world, _refused(Refused(404, "RESOURCE_NOT_EXISTS", "路径不存在")))


handlers = (gateway, *transfers.handlers)


async def _called(
    world: World, clockwork: Clockwork, call: tuple[str, Method], named: dict[str, str], body: bytes
) -> Response[bytes]:
    """One call with its faults: those that happen in place of the work, and those that happen to the answer."""
    name, do = call
    number = _number(world, name, named, body)
    strikes = world.faults.strikes
    if fault := strikes("timeout_without_effect", name, number):
        await hold(world, fault)
        return _said(world, _UNSURE)
    if strikes("error_20000_without_effect", name, number) or strikes("system_error_without_effect", name, number):
        return _said(world, _UNSURE)
    answer = _done(world, do, named, body)
    if not clockwork.is_idle() and strikes("notify_early", name, number):
        await clockwork.settle()
    if fault := strikes("timeout_with_effect", name, number):
        # It comes so late that it must not take with it what was switched on for another.
        await hold(world, fault)
        return _said(world, answer)
    if strikes("error_20000_with_effect", name, number) or strikes("system_error_with_effect", name, number):
        answer = _UNSURE
    said = _said(world, answer, stranger=strikes("other_key", name, number) is not None)
    if strikes("unsigned_answer", name, number):
        del said.headers["Wechatpay-Signature"]
    if strikes("tampered_answer", name, number):
        return _tampered(said)
    return said


def _done(world: World, do: Method, named: dict[str, str], body: bytes) -> _Answer:
    with world.store.transaction():
        try:
            answer = do(world, named, body, clock.now())
        except Refused as refused:
            # Methods check before they write; that a fault has struck is to be remembered.
            return _refused(refused)
    return (204, b"") if answer is None else (200, _text(answer))


def _number(world: World, name: str, named: dict[str, str], body: bytes) -> str | None:
    """Which trade or payout a call is about; a question about a refund names its trade only to those who keep it."""
    if name == "wechatpay.refund.query":
        return orders.trade_of(world, named["number"])
    if "number" in named:
        return named["number"]
    try:
        told = msgspec.json.decode(body or b"{}", type=_Named)
    except msgspec.DecodeError:
        return None
    return told.out_trade_no or told.out_bill_no


def _refused(refused: Refused) -> _Answer:
    return refused.status, _text({"code": refused.code, "message": refused.said})


def _text(answer: dict[str, object]) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def _said(world: World, answer: _Answer, *, stranger: bool = False) -> Response[bytes]:
    status, body = answer
    headers = seal.signed(world.home, body, stranger=stranger)
    return Response(body, status_code=status, headers=headers, media_type="application/json")


def _tampered(said: Response[bytes]) -> Response[bytes]:
    """What somebody on the way would like: paid, refunded, everything fine."""
    body = said.content
    for true, false in (
        (b'"NOTPAY"', b'"SUCCESS"'),
        (b'"PROCESSING"', b'"SUCCESS"'),
        (b'"ACCEPTED"', b'"SUCCESS"'),
        (b'"WAIT_USER_CONFIRM"', b'"SUCCESS"'),
        (b'{"', b'{ "'),
    ):
        body = body.replace(true, false, 1)
    headers = dict(said.headers)
    if not body:
        headers["Wechatpay-Nonce"] = "another"
    return Response(body, status_code=said.status_code, headers=headers, media_type="application/json")
