"""The wire of the simulated Stripe: forms in, JSON out, and the faults an answer can have."""

import json
import re
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from litestar import HttpMethod, Request, Response, route
from litestar.di import NamedDependency

from kith.kit import clock, ids
from kith.simulator import deals
from kith.simulator.clockwork import Clockwork
from kith.simulator.faults import Fault
from kith.simulator.faulty import hold
from kith.simulator.stripe import balance, intents, keyed, refunds
from kith.simulator.stripe.access import access
from kith.simulator.stripe.intents import SIDE, Asked, Method, Refused
from kith.simulator.stripe.keyed import Kept
from kith.simulator.world import World

_ID = r"(?P<id>[^/]+)"

METHODS: tuple[tuple[str, str, str, Method], ...] = (
    ("POST", r"/v1/payment_intents", "stripe.begin", intents.create),
    ("GET", r"/v1/payment_intents/search", "stripe.search", intents.search),
    ("GET", rf"/v1/payment_intents/{_ID}", "stripe.query", intents.retrieve),
    ("POST", rf"/v1/payment_intents/{_ID}/cancel", "stripe.close", intents.cancel),
    ("POST", r"/v1/refunds", "stripe.refund", refunds.create),
    ("GET", r"/v1/refunds", "stripe.refund.query", refunds.list_of),
    ("GET", r"/v1/balance_transactions", "stripe.bill", balance.list_of),
)
"""Method, path, the name of the call where a fault asks for one, and what it does."""

_Answer = tuple[int, bytes]
_UNSURE = (500, b'{"error":{"type":"api_error","message":"An unknown error occurred"}}')
_BETWEEN = b"<!doctype html><title>Sign in to this network</title>"


@route("/v1/{path:path}", http_method=[HttpMethod.GET, HttpMethod.POST])
async def gateway(
    request: Request[Any, Any, Any], world: NamedDependency[World], clockwork: NamedDependency[Clockwork]
) -> Response[bytes]:
    """Every call of the account comes in here."""
    if request.headers.get("authorization") != f"Bearer {access(world.home).secret_key}":
        return _said(_refused(Refused(401, "", "Invalid API Key provided")))
    body = await request.body()
    path = request.url.path
    for method, pattern, name, do in METHODS:
        parts = re.fullmatch(pattern, path)
        if parts and method == request.method:
            form = parse_qsl(request.url.query if method == "GET" else body.decode(), keep_blank_values=True)
            key = request.headers.get("idempotency-key") if method == "POST" else None
            call = _Call(world, name, {**dict(form), **parts.groupdict()})
            return await call.answered(clockwork, do, _Key(key, keyed.digest(path, body)) if key else None)
    return _said(_refused(Refused(404, "", f"Unrecognized request URL ({request.method}: {path})")))


handlers = (gateway,)


class _Key(NamedTuple):
    """Under which name a deed is asked for, and what exactly is asked."""

    name: str
    digest: str


class _Call:
    """One call with its faults: those that happen in place of the work, and those that happen to the answer."""

    def __init__(self, world: World, name: str, asked: Asked) -> None:
        self._world = world
        self._name = name
        self._asked = asked
        self._number = _number(world, asked)

    async def answered(self, clockwork: Clockwork, do: Method, key: _Key | None) -> Response[bytes]:
        now = clock.now()
        if fault := self._strikes("timeout_without_effect"):
            await hold(self._world, fault)
            return _said(_UNSURE)
        if key and (before := keyed.seek(self._world.store, key.name, now)):
            return _again(before, key)
        answer = self._worked(do, key, now)
        if not clockwork.is_idle() and self._strikes("notify_early"):
            await clockwork.settle()
        if fault := self._strikes("timeout_with_effect"):
            # It comes so late that it must not take with it what was switched on for another.
            await hold(self._world, fault)
            return _said(answer)
        if self._strikes("unsigned_answer"):
            # Somebody on the way answers in Stripe's place.
            return Response(_BETWEEN, status_code=200, media_type="text/html")
        if self._strikes("tampered_answer"):
            return _said((200, answer[1][: len(answer[1]) // 2]))
        return _said(answer)

    def _worked(self, do: Method, key: _Key | None, now: datetime) -> _Answer:
        """The work and its key together, or neither."""
        with self._world.store.transaction():
            answer, remembered = self._done(do, now)
            if key and remembered:
                keyed.keep(self._world.store, key.name, Kept(key.digest, answer[0], answer[1].decode()), now)
        return answer

    def _done(self, do: Method, now: datetime) -> tuple[_Answer, bool]:
        if self._strikes("error_20000_without_effect") or self._strikes("system_error_without_effect"):
            return _UNSURE, True
        try:
            answer = (200, _text(do(self._world, self._asked, now)))
        except Refused as refused:
            return _refused(refused), refused.remembered
        if self._strikes("error_20000_with_effect") or self._strikes("system_error_with_effect"):
            return _UNSURE, True
        return answer, True

    def _strikes(self, name: str) -> Fault | None:
        return self._world.faults.strikes(name, self._name, self._number)


def _again(before: Kept, key: _Key) -> Response[bytes]:
    """What was answered first, to the same request."""
    if before.asked != key.digest:
        return _said((400, _error("idempotency_error", "", "Keys can only be used with the same parameters")))
    return _said((before.status, before.body.encode()), replayed=True)


def _number(world: World, asked: Asked) -> str | None:
    """Which trade of the shop's a call is about."""
    if "metadata[number]" in asked:
        return asked["metadata[number]"]
    if asked.get("query", "").startswith("metadata['number']:'"):
        return asked["query"].removeprefix("metadata['number']:'").removesuffix("'")
    deal = deals.by_id(world.store, SIDE, asked.get("id") or asked.get("payment_intent", ""))
    return deal.number if deal else None


def _refused(refused: Refused) -> _Answer:
    return refused.status, _error("invalid_request_error", refused.code, refused.said)


def _error(kind: str, code: str, said: str) -> bytes:
    error = {"type": kind, "message": said}
    return _text({"error": error | {"code": code} if code else error})


def _text(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def _said(answer: _Answer, *, replayed: bool = False) -> Response[bytes]:
    status, body = answer
    headers = {"Request-Id": f"req_{ids.token()[:14]}"} | ({"Idempotent-Replayed": "true"} if replayed else {})
    return Response(body, status_code=status, headers=headers, media_type="application/json")
