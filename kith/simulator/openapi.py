"""The wire of the simulated Alipay: one URL, form parameters, RSA2 both ways, and the faults an answer can have."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

import msgspec
import structlog
from litestar import HttpMethod, MediaType, Request, Response, route
from litestar.di import NamedDependency
from litestar.response import Redirect

from kith.kit import clock
from kith.simulator import bill, certs, keys, methods, transfer
from kith.simulator.clockwork import Clockwork
from kith.simulator.faulty import hold
from kith.simulator.keys import signature, strangers_key
from kith.simulator.methods import Answer, BusinessFailed
from kith.simulator.pages import refused_page
from kith.simulator.world import World

_UNAVAILABLE = {"code": "20000", "msg": "Service Currently Unavailable", "sub_code": "isp.unknow-error",
                "sub_msg": "系统繁忙"}  # fmt: skip

METHODS = methods.METHODS | transfer.METHODS | bill.METHODS

_log = structlog.get_logger("kith.simulator")


class NotAccepted(Exception):
    """A request that Alipay does not look into: answered without a signature."""

    def __init__(self, code: str, sub_code: str) -> None:
        super().__init__(sub_code)
        self.answer = {"code": code, "msg": "Invalid Arguments", "sub_code": sub_code}


class _Named(msgspec.Struct):
    out_trade_no: str | None = None
    out_biz_no: str | None = None


@route("/gateway.do", http_method=[HttpMethod.GET, HttpMethod.POST])
async def gateway(
    request: Request[Any, Any, Any], world: NamedDependency[World], clockwork: NamedDependency[Clockwork]
) -> Response[Any]:
    """Every method of the open platform comes in here; what a browser or an app sends leads on to the cashier."""
    body = (await request.body()).decode("utf-8", "replace")
    params = dict([*parse_qsl(request.url.query, True), *parse_qsl(body, True)])
    try:
        _check(world, params)
    except NotAccepted as refused:
        _log.info("not accepted", sub_code=str(refused))
        return _text(json.dumps({"error_response": refused.answer}))
    method = params["method"]
    biz = params["biz_content"].encode()
    number = _number(biz)
    if method in methods.CASHIER:
        return _to_cashier(request, world, biz, params)
    fault = await _before(world, method, number)
    if fault is not None:
        return _text(_answer(world, params, fault))
    answer = _done(world, method, biz, params)
    if not clockwork.is_idle() and world.faults.strikes("notify_early", method, number):
        await clockwork.settle()
    return _text(await _after(world, params, answer, number))


def signed_content(params: dict[str, str]) -> str:
    """What the signature of a request covers: all but `sign`, nothing empty, by key, raw values."""
    return "&".join(f"{key}={params[key]}" for key in sorted(params) if key != "sign" and params[key])


def _number(biz: bytes) -> str | None:
    """Which trade or payout a call is about, as far as it says so."""
    try:
        named = msgspec.json.decode(biz, type=_Named)
    except msgspec.DecodeError:
        return None
    return named.out_trade_no or named.out_biz_no


def _check(world: World, params: dict[str, str]) -> None:
    """In Alipay's order of looking: the parameters, the application, the method, the certificates, the signature."""
    for name in ("app_id", "method", "charset", "sign_type", "sign", "timestamp", "version", "biz_content"):
        if not params.get(name):
            raise NotAccepted("40001", f"isv.missing-{name.replace('_', '-')}")
    if params["app_id"] != keys.APP_ID:
        raise NotAccepted("40002", "isv.invalid-app-id")
    if params["method"] not in METHODS and params["method"] not in methods.CASHIER:
        raise NotAccepted("40002", "isv.invalid-method")
    if params["sign_type"] != "RSA2":
        raise NotAccepted("40002", "isv.invalid-signature-type")
    if params["charset"].lower() != "utf-8":
        raise NotAccepted("40002", "isv.invalid-charset")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", params["timestamp"]):
        raise NotAccepted("40002", "isv.invalid-timestamp")
    if "app_cert_sn" in params or "alipay_root_cert_sn" in params:
        _check_certs(world, params)
    if not world.signer.verifies(signed_content(params), params["sign"]):
        raise NotAccepted("40002", "isv.invalid-signature")


def _check_certs(world: World, params: dict[str, str]) -> None:
    """Certificate mode: the application's certificate, and the roots that it trusts."""
    right = certs.numbers(world.home)
    if params.get("app_cert_sn") != right.app_cert_sn:
        raise NotAccepted("40002", "isv.invalid-app-cert-sn")
    if params.get("alipay_root_cert_sn") != right.alipay_root_cert_sn:
        raise NotAccepted("40002", "isv.invalid-alipay-root-cert-sn")


def _to_cashier(request: Request[Any, Any, Any], world: World, biz: bytes, params: dict[str, str]) -> Response[Any]:
    try:
        with world.store.transaction():
            trade = methods.place(world, params["method"], biz, params, clock.now())
    except BusinessFailed as failed:
        page = refused_page(failed.sub_code, request.headers.get("accept-language"))
        return Response(page, media_type=MediaType.HTML, status_code=200)
    return Redirect(f"/cashier/{trade.token}", status_code=302)


def _done(world: World, method: str, biz: bytes, params: dict[str, str]) -> Answer:
    with world.store.transaction():
        try:
            return {"code": "10000", "msg": "Success"} | METHODS[method](world, biz, params, clock.now())
        except BusinessFailed as failed:
            # Methods check before they write; that a fault has struck is to be remembered.
            return {"code": "40004", "msg": "Business Failed", "sub_code": failed.sub_code, "sub_msg": failed.sub_msg}


async def _before(world: World, method: str, number: str | None) -> Answer | None:
    """The faults that happen instead of the work."""
    if fault := world.faults.strikes("timeout_without_effect", method, number):
        await hold(world, fault)
        return _UNAVAILABLE
    if world.faults.strikes("error_20000_without_effect", method, number):
        return _UNAVAILABLE
    if world.faults.strikes("system_error_without_effect", method, number):
        return _system_error(method)
    return None


async def _after(world: World, params: dict[str, str], answer: Answer, number: str | None) -> str:
    """The faults that happen to the answer when the work is done."""
    method = params["method"]
    if fault := world.faults.strikes("timeout_with_effect", method, number):
        # It comes so late that it must not take with it what was switched on for another.
        await hold(world, fault)
        return _answer(world, params, answer)
    if world.faults.strikes("error_20000_with_effect", method, number):
        answer = _UNAVAILABLE
    if world.faults.strikes("system_error_with_effect", method, number):
        answer = _system_error(method)
    text = _answer(world, params, answer, stranger=world.faults.strikes("other_key", method, number) is not None)
    if world.faults.strikes("unsigned_answer", method, number):
        return text[: text.rindex(',"sign":')] + "}"
    if world.faults.strikes("tampered_answer", method, number):
        return _tampered(text)
    return text


def _system_error(method: str) -> Answer:
    """Only the codes about trades have a prefix."""
    sub_code = "ACQ.SYSTEM_ERROR" if method.startswith("alipay.trade.") else "SYSTEM_ERROR"
    return {"code": "40004", "msg": "Business Failed", "sub_code": sub_code, "sub_msg": "系统异常"}


def _answer(world: World, params: dict[str, str], answer: Answer, *, stranger: bool = False) -> str:
    """The node exactly as signed, with `/` escaped as Alipay does; to certificate mode it says which one signed."""
    node = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/")
    name = params["method"].replace(".", "_")
    sn = f'"alipay_cert_sn":"{certs.numbers(world.home).alipay_cert_sn}",' if "app_cert_sn" in params else ""
    sign = signature(strangers_key(), node) if stranger else world.signer.sign(node)
    return f'{{"{name}_response":{node},{sn}"sign":"{sign}"}}'


def _tampered(text: str) -> str:
    """What somebody on the way would like: paid, refunded, everything fine."""
    for true, false in (
        ("WAIT_BUYER_PAY", "TRADE_SUCCESS"),
        ('"status":"DEALING"', '"status":"SUCCESS"'),
        ('"fund_change":"N"', '"fund_change":"Y"'),
        ('"code":"40004"', '"code":"10000"'),
        ('"msg":"', '"msg":"~'),
    ):
        text = text.replace(true, false, 1)
    return text


def _text(content: str) -> Response[str]:
    return Response(content, media_type=MediaType.HTML, status_code=200)
