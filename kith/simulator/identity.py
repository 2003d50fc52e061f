"""The one who checks identities as one side of the simulator. Its answer is told by the number that is asked about.

The last digit of a number's sequence (its 17th place) decides: 1, 2, 3 are verified in that class; 4 is looked into for
a minute and then in class 2; 5 belongs to another name; 6 is nobody's; anything else is in class 2.
"""

import asyncio
import hmac
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kith.kit import clock
from kith.simulator.identity_access import identity_access
from kith.simulator.world import Side, World

SCHEMA = """
CREATE TABLE IF NOT EXISTS identity_question (
    number TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    id_number TEXT NOT NULL,
    asked_at TEXT NOT NULL
);
"""

_LOOKS = timedelta(minutes=1)
_CLASSES: dict[str, Literal[1, 2, 3]] = {"1": 1, "3": 3}
_CODES = {"5": "name_differs", "6": "no_such_number"}


class Asked(Struct, frozen=True):
    """Who somebody says they are."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    id_number: Annotated[str, Meta(pattern=r"^[1-9][0-9]{16}[0-9X]$")]


class Question(Struct, frozen=True):
    """A question as it is kept."""

    number: str
    name: str
    id_number: str
    asked_at: datetime


class Answer(Struct, frozen=True, omit_defaults=True):
    """How a question stands."""

    number: str
    state: Literal["looking", "verified", "refused"]
    identity_class: Literal[1, 2, 3] | None = None
    code: str | None = None


class Problem(Struct, frozen=True):
    """Why a call was not done."""

    code: str


@put("/identity/checks/{number:str}", status_code=200)
async def ask(
    request: Request[Any, Any, Any], number: FromPath[str], data: JSONBody[Asked], world: NamedDependency[World]
) -> Response[Answer | Problem]:
    """Ask who somebody is. The same question again is answered as it stands; another under its number is refused."""
    if fault := _instead(request, world, "ask", number):
        return fault
    with world.store.transaction():
        world.store.run(
            "INSERT INTO identity_question (number, name, id_number, asked_at)"
            " VALUES (:number, :name, :id_number, :now) ON CONFLICT (number) DO NOTHING",
            number=number,
            name=data.name,
            id_number=data.id_number,
            now=clock.now(),
        )
    known = _find(world, number)
    assert known is not None
    await _after(world, "ask", number)
    if (known.name, known.id_number) != (data.name, data.id_number):
        return Response(Problem("other_question"), status_code=409)
    return Response(_answer(known, clock.now()))


@get("/identity/checks/{number:str}")
async def look(
    request: Request[Any, Any, Any], number: FromPath[str], world: NamedDependency[World]
) -> Response[Answer | Problem]:
    """How a question stands now."""
    if fault := _instead(request, world, "look", number):
        return fault
    known = _find(world, number)
    await _after(world, "look", number)
    if known is None:
        return Response(Problem("no_such_check"), status_code=404)
    return Response(_answer(known, clock.now()))


async def run_due(world: World, now: datetime) -> int:
    """It does nothing by itself: it is asked."""
    del world, now
    return 0


def is_idle(world: World, now: datetime) -> bool:
    del world, now
    return True


def _find(world: World, number: str) -> Question | None:
    return world.store.one(
        Question,
        "SELECT number, name, id_number, asked_at FROM identity_question WHERE number = :number",
        number=number,
    )


def _answer(known: Question, now: datetime) -> Answer:
    digit = known.id_number[16]
    if digit in _CODES:
        return Answer(known.number, "refused", code=_CODES[digit])
    if digit == "4" and now < known.asked_at + _LOOKS:
        return Answer(known.number, "looking")
    return Answer(known.number, "verified", identity_class=_CLASSES.get(digit, 2))


def _instead(request: Request[Any, Any, Any], world: World, call: str, number: str) -> Response[Any] | None:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), identity_access(world.home).encode()):
        return Response(Problem("wrong_key"), status_code=401)
    if world.faults.strikes("identity_error", call, number):
        return Response(Problem("unavailable"), status_code=503)
    return None


async def _after(world: World, call: str, number: str) -> None:
    """The question is kept, and the answer is held back, in real seconds, until whoever asks has given up."""
    if fault := world.faults.strikes("identity_timeout", call, number):
        with suppress(TimeoutError):
            await asyncio.wait_for(world.stopping.wait(), fault.seconds)


side = Side(schema=SCHEMA, handlers=(ask, look), run_due=run_due, is_idle=is_idle)
