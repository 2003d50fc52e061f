"""The carrier as one side of the simulator: a tracking service that takes numbers, answers questions and calls back."""

import asyncio
import hashlib
import hmac
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any

import httpx
import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from kith.kit import clock, ids
from kith.simulator import carrier_book as book
from kith.simulator.carrier_access import carrier_access
from kith.simulator.world import Side, World


class Wanted(Struct):
    """A number to follow, and whom to tell."""

    carrier: Annotated[str, Meta(min_length=1, max_length=20)]
    tracking_no: Annotated[str, Meta(min_length=1, max_length=40)]
    callback_url: Annotated[str, Meta(pattern="^https?://")]


class Document(Struct):
    """What happened to a parcel: the answer to a question, and the body of a callback."""

    carrier: str
    tracking_no: str
    events: list[book.Event]


class Problem(Struct):
    """Why a call was not done."""

    code: str


@post("/carrier/trackings", status_code=200)
async def register(
    request: Request[Any, Any, Any], data: JSONBody[Wanted], world: NamedDependency[World]
) -> Response[Document | Problem]:
    """Follow a number from now on. The same number again is answered as the first time."""
    if fault := _instead(request, world, "register", data.tracking_no):
        return fault
    if data.tracking_no.endswith(book.NO_PARCEL):
        return Response(Problem("no_such_number"), status_code=422)
    now = clock.now()
    with world.store.transaction():
        added = book.register(world, data.carrier, data.tracking_no, data.callback_url, now)
    await _after(world, "register", data.tracking_no)
    tracking = book.find(world.store, data.carrier, data.tracking_no)
    assert tracking is not None
    return Response(_document(world, tracking, now), status_code=201 if added else 200)


@get("/carrier/trackings/{tracking_no:str}")
async def answer(
    request: Request[Any, Any, Any], tracking_no: FromPath[str], carrier: FromQuery[str], world: NamedDependency[World]
) -> Response[Document | Problem]:
    """Everything that happened to a parcel until now."""
    if fault := _instead(request, world, "ask", tracking_no):
        return fault
    tracking = book.find(world.store, carrier, tracking_no)
    await _after(world, "ask", tracking_no)
    if tracking is None:
        return Response(Problem("not_registered"), status_code=404)
    return Response(_document(world, tracking, clock.now()))


async def run_due(world: World, now: datetime) -> int:
    """Call back about everything that has happened by now and was not told yet."""
    callbacks = book.due(world.store, now)
    for callback in callbacks:
        acknowledged = await _call(world, callback)
        book.told(world.store, callback, acknowledged=acknowledged, now=now)
    return len(callbacks)


def is_idle(world: World, now: datetime) -> bool:
    return not book.due(world.store, now)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """What a callback carries: HMAC-SHA256 over the time of sending, a dot, and the body."""
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def _instead(request: Request[Any, Any, Any], world: World, call: str, tracking_no: str) -> Response[Any] | None:
    """What happens instead of the work: no key, or a fault that leaves no trace."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), carrier_access(world.home).key.encode()):
        return Response(Problem("wrong_key"), status_code=401)
    if world.faults.strikes("carrier_error", call, tracking_no):
        return Response(Problem("unavailable"), status_code=503)
    return None


async def _after(world: World, call: str, tracking_no: str) -> None:
    """The work is done, and the answer is held back, in real seconds, until the caller has given up."""
    if fault := world.faults.strikes("carrier_timeout", call, tracking_no):
        with suppress(TimeoutError):
            await asyncio.wait_for(world.stopping.wait(), fault.seconds)


def _document(world: World, tracking: book.Tracking, now: datetime) -> Document:
    return Document(tracking.carrier, tracking.tracking_no, book.events(world.store, tracking, now))


async def _call(world: World, callback: book.Outgoing) -> bool:
    news = book.Event(callback.status, callback.at, callback.note)
    body = msgspec.json.encode(Document(callback.carrier, callback.tracking_no, [news]))
    # The receiver measures freshness on its machine's clock, not on the virtual one.
    stamp = str(int(clock.real_now().timestamp()))
    secret = ids.token() if callback.forged else carrier_access(world.home).secret
    headers = {
        "Content-Type": "application/json",
        "X-Carrier-Timestamp": stamp,
        "X-Carrier-Signature": signature(secret, stamp, body),
    }
    try:
        answer = await world.http.post(callback.url, content=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return answer.is_success


side = Side(schema=book.SCHEMA, handlers=(register, answer), run_due=run_due, is_idle=is_idle)
