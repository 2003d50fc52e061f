"""One person of a story, seen through HTTP only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx

from kith import people
from kith.kit import ids

Json = dict[str, Any]


class Deviation(Exception):
    """The story went otherwise than it must: where, what was expected, what was seen."""


class Actor:
    """A signed-in person: a name, an id, and the calls the app on their phone would make."""

    def __init__(self, name: str, phone: str, client: httpx.AsyncClient, token: str, person_id: str) -> None:
        self.name = name
        self.phone = phone
        self.person_id = person_id
        self.id = people.PersonId(UUID(person_id))
        self.token = token
        self.gone = False
        """The account was deleted: nothing can be asked in its name any more."""
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, *, expect: int = 200) -> Json:
        """The answer to GET; a `Deviation` if its status is another."""
        return await self.call("GET", path, None, expect)

    async def post(self, path: str, body: Json | None = None, *, expect: int = 201) -> Json:
        """The answer to POST; a `Deviation` if its status is another."""
        return await self.call("POST", path, body or {}, expect)

    async def put(self, path: str, body: Json | None = None, *, expect: int = 200) -> Json:
        """The answer to PUT; a `Deviation` if its status is another."""
        return await self.call("PUT", path, body, expect)

    async def call(self, method: str, path: str, body: Json | None, expect: int) -> Json:
        """One request; the parsed answer, `{}` where there is none."""
        answer = await self._client.request(method, path, json=body, headers=self._headers)
        if answer.status_code != expect:
            said = answer.text[:300]
            raise Deviation(f"{self.name}: {method} {path} answered {answer.status_code}, not {expect}: {said}")
        return answer.json() if answer.content else {}

    async def refused(self, method: str, path: str, body: Json | None, status: int, code: str) -> None:
        """The request must be refused with this status and code."""
        problem = await self.call(method, path, body, status)
        if problem.get("code") != code:
            raise Deviation(f"{self.name}: {method} {path} was refused as {problem.get('code')}, not {code}")

    async def follow(self, other: Actor) -> None:
        """Follow someone."""
        await self.put(f"/me/following/{other.person_id}")

    async def block(self, other: Actor) -> None:
        """Block someone."""
        await self.put(f"/me/blocks/{other.person_id}", expect=204)

    async def talk_with(self, other: Actor) -> str:
        """Open the conversation with somebody; its id."""
        return (await self.put(f"/people/{other.person_id}/conversation"))["conversation_id"]

    async def say(self, talk: str, body: str) -> Json:
        """Say something in a conversation; the message."""
        return await self.post(f"/conversations/{talk}/messages", {"message_id": str(ids.new()), "body": body})

    async def read(self, talk: str) -> list[str]:
        """What was said in a conversation, the newest last."""
        page = await self.get(f"/conversations/{talk}/messages?most=100")
        return [one["body"] for one in reversed(page["items"]) if one["kind"] == "text"]

    async def give(self, other: Actor, sku_id: str, **wishes: Any) -> str:
        """Start a gift; its id. The three names a client makes are made here."""
        gift_id, charge_id = str(ids.new()), str(ids.new())
        body = {"gift_id": gift_id, "charge_id": charge_id, "recipient_id": other.person_id, "sku_id": sku_id}
        await self.post("/gifts", {**body, "message": "生日快乐！", "wrapping": "classic", **wishes})
        return gift_id

    async def begin_payment(self, gift_id: str, way: str = "page", gateway: str = "alipay") -> Json:
        """Ask for a checkout of one's own part: `{attempt_id, url}` or `{attempt_id, qr_code}`."""
        gift = await self.get(f"/me/given/{gift_id}")
        charge_id = gift["parts"][0]["charge_id"]
        attempt = {"attempt_id": str(ids.new()), "gateway": gateway, "way": way}
        return await self.post(f"/charges/{charge_id}/attempts", attempt)

    async def open_part(self, gift_id: str, fen: int) -> Json:
        """Begin to pay a part: what was opened."""
        return await self.post(f"/gifts/{gift_id}/parts", {"charge_id": str(ids.new()), "fen": fen})

    async def begin_part(self, part: Json, way: str = "page") -> Json:
        """Ask for a checkout of a part."""
        attempt = {"attempt_id": str(ids.new()), "gateway": "alipay", "way": way}
        return await self.post(f"/charges/{part['charge_id']}/attempts", attempt)

    async def asked(self) -> Json:
        """The newest thing that somebody asks this person to pay."""
        return (await self.get("/me/asks"))["items"][0]

    async def given(self, gift_id: str) -> Json:
        """What the giver sees of a gift."""
        return await self.get(f"/me/given/{gift_id}")

    async def received(self, gift_id: str) -> Json:
        """What the recipient sees of a gift."""
        return await self.get(f"/me/received/{gift_id}")

    async def accept(self, gift_id: str, sku_id: str, address: Json) -> None:
        """Accept with a variant and an address."""
        await self.post(f"/gifts/{gift_id}/acceptance", {"sku_id": sku_id, "address": address}, expect=200)

    async def decline(self, gift_id: str, *, tell: bool) -> None:
        """Decline, silently or not."""
        await self.post(f"/gifts/{gift_id}/decline", {"tell": tell}, expect=200)

    async def withdraw(self, gift_id: str) -> None:
        """Take a gift back."""
        await self.post(f"/gifts/{gift_id}/withdrawal", expect=200)
