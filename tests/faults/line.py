"""The line between a phone and the server: it repeats whatever was not answered, and remembers what was."""

from __future__ import annotations

import asyncio
import random
from typing import NamedTuple

import httpx
import msgspec

from kith.kit import clock

_PATIENCE_SECONDS = 120
_LATER = (502, 503)
"""Nothing was done, or nobody knows what; both ask the phone to come again."""


class Deed(NamedTuple):
    """A request that changed something, and its answer."""

    request: httpx.Request
    status: int
    answer: bytes


class Differs(AssertionError):
    """The same request was answered in two ways."""


class Insisting(httpx.AsyncBaseTransport):
    """Asks until there is an answer. What changed something is now and then asked once more, to the same answer."""

    def __init__(self, chance: random.Random) -> None:
        self._below = httpx.AsyncHTTPTransport()
        self._chance = chance
        self.deeds: list[Deed] = []
        self.repeated = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content = await request.aread()
        again = self._chance.random() < 0.25
        answer, tries = await self.ask(request)
        if request.method == "GET" or not answer.is_success:
            return answer
        self.deeds.append(Deed(request, answer.status_code, answer.content))
        if again or tries > 1:
            self.repeated += 1
            second, _ = await self.ask(request)
            if stable(request, second) != stable(request, answer) or second.status_code != answer.status_code:
                raise Differs(f"{request.method} {request.url.path} {content!r}: {answer.text} then {second.text}")
        return answer

    async def aclose(self) -> None:
        await self._below.aclose()

    async def ask(self, request: httpx.Request) -> tuple[httpx.Response, int]:
        """The answer, and how many times it took."""
        until = clock.stopwatch() + _PATIENCE_SECONDS
        tries = 0
        while True:
            tries += 1
            try:
                answer = await self._below.handle_async_request(request)
                await answer.aread()
            except httpx.TransportError:
                answer = None
            if answer is not None and (answer.status_code not in _LATER or clock.stopwatch() > until):
                return answer, tries
            if clock.stopwatch() > until:
                raise TimeoutError(f"{request.method} {request.url.path} was never answered")
            await asyncio.sleep(0.05)


def stable(request: httpx.Request, answer: httpx.Response) -> object:
    """An answer without what moves by itself."""
    return unmoved(request.url.path, msgspec.json.decode(answer.content) if answer.content else None)


def unmoved(path: str, answer: object) -> object:
    """What was answered without what moves by itself: its own number, the state of refunds, what others leave to
    choose; and of what is done by and by, how far it is."""
    return _without(answer, _MOVING | (_AT_WORK if path.endswith(_LATER_DONE) else set()))


def _without(value: object, moving: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {key: _without(each, moving) for key, each in value.items() if key not in moving}
    if isinstance(value, list):
        return [_without(each, moving) for each in value]
    return value


_MOVING = frozenset({"request", "refunds", "choices"})
_LATER_DONE = ("/payouts", "/exports", "/withdrawals", "/identity-checks")
_AT_WORK = frozenset(
    {
        "state",
        "code",
        "paid_at",
        "ended_at",
        "done",
        "total",
        "bytes",
        "until_at",
        "made_at",
        "advice",
        "identity_class",
    }
)
