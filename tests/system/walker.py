"""Somebody who tries every door: all routes, with every id there is to know, and an ear for all that is answered."""

import base64
import binascii
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import httpx

from kith.kit import ids
from kith.main.stories.actor import Actor
from tests.operations import UNSAFE, Json, Operation

LEFT_OUT = {
    "signOut": "the walker needs the session",
    "signOutEverywhere": "the walker needs the session",
    "followEvents": "it does not end; a listener hears it all the time",
    "followChats": "it does not end; what it says is what the lists and pages of chat say",
    "listRegions": "every region of the country, the same for everybody",
}
"""Operations that are not walked, and why."""

_MOST_PAGES = 5
_CURSOR = re.compile(r"[\w-]{24,}")

Known = Mapping[str, Sequence[str]]
"""What a walker knows, by the name of a parameter. For any other it tries what it knows of gifts."""


@dataclass(frozen=True)
class Heard:
    """One answer: what was asked, and every byte of it, with the names of its headers and what cursors hold."""

    asked: str
    body: str
    said: str


class Ear:
    """Hears every answer to each of the people introduced, whether they walk or play the story."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._roles: dict[str, str] = {}
        self._heard: dict[str, list[Heard]] = {}
        client.event_hooks["response"].append(self._hear)

    def introduce(self, role: str, actor: Actor) -> None:
        """Hear this person from now on."""
        self._roles[headers_of(actor)["Authorization"]] = role
        self._heard[role] = []

    def take(self, role: str) -> list[Heard]:
        """What was answered to `role` since the last time."""
        heard, self._heard[role] = self._heard[role], []
        return heard

    def overhear(self, role: str, said: str) -> None:
        """Hear what reached this person otherwise than as the answer to a request."""
        self._heard[role].append(Heard("the stream of events", said, said))

    async def _hear(self, response: httpx.Response) -> None:
        role = self._roles.get(response.request.headers.get("Authorization", ""))
        if role is None or response.request.url.path == "/regions":
            return
        body = (await response.aread()).decode(errors="replace")
        said = f"{response.headers.multi_items()}\n{body}"
        asked = f"{response.request.method} {response.request.url.path} → {response.status_code}"
        self._heard[role].append(Heard(asked, body, "\n".join([said, unquote(said), *_unpacked(said)])))


class Walker:
    """One person who tries everything. Requests that change something have a body that is harmless, or none."""

    def __init__(self, client: httpx.AsyncClient, actor: Actor, operations: Sequence[Operation]) -> None:
        self._client = client
        self._actor = actor
        self._operations = operations

    async def walk(self, known: Known, bodies: Mapping[str, Json], *, spare: Sequence[str] = ()) -> int:
        """Try every operation but those in `spare` with all combinations of what is known; how many requests."""
        asked = 0
        for operation in self._operations:
            if operation.name in LEFT_OUT or operation.name in spare:
                continue
            values = [self._values(operation, parameter, known) for parameter in operation.parameters]
            for chosen in itertools.product(*values):
                url = operation.url(**dict(zip(operation.parameters, chosen, strict=True)))
                asked += await self._try(operation, url, bodies)
        return asked

    def _values(self, operation: Operation, parameter: str, known: Known) -> Sequence[str]:
        if parameter == "person_id" and operation.method in UNSAFE:
            return [self._actor.person_id]
        return known.get(parameter, known["gift_id"][:1])

    async def _try(self, operation: Operation, url: str, bodies: Mapping[str, Json]) -> int:
        takes_body = operation.described is not None and "requestBody" in operation.described
        body = {**bodies.get(operation.name, {})} if takes_body else None
        if body and "attempt_id" in body:
            body["attempt_id"] = str(ids.new())
        answer = await self._ask(operation.method, url, json=body)
        if operation.method != "GET" or answer.status_code != 200 or "/json" not in answer.headers["content-type"]:
            return 1
        return 1 + await self._leaf(url, answer.json())

    async def _leaf(self, url: str, first: object) -> int:
        """Page through a list one by one, so that its cursors are heard too."""
        if not isinstance(first, dict) or "next" not in first:
            return 0
        after: dict[str, str] = {}
        for page in range(_MOST_PAGES):
            answer = await self._ask("GET", url, params={"limit": "1", **after})
            if answer.status_code != 200 or not answer.json()["next"]:
                return page + 1
            after = {"after": answer.json()["next"]}
        return _MOST_PAGES

    async def _ask(
        self, method: str, url: str, *, json: object = None, params: Mapping[str, str] | None = None
    ) -> httpx.Response:
        return await self._client.request(method, url, json=json, params=params, headers=headers_of(self._actor))


def headers_of(actor: Actor) -> dict[str, str]:
    """The headers with which this person asks."""
    return actor._headers


def _unpacked(said: str) -> list[str]:
    """What cursors in an answer say when they are read."""
    found = []
    for word in _CURSOR.findall(said) if len(said) < 100_000 else ():
        try:
            found.append(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode())
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
