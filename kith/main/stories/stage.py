"""Where a story plays: a running installation, its cast, its clock, its money, and a record of what everybody saw."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx

from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main import serve
from kith.main.audit import audit, books
from kith.main.near import near
from kith.main.stories.actor import Actor, Deviation, Json
from kith.main.stories.shop import Shop, open_shop

_CODE = re.compile(r"\d{6}")
_BEIJING = timezone(timedelta(hours=8))

ADDRESS: Json = {
    "name": "博文",
    "mobile": "13900000000",
    "province": "310000",
    "city": "310100",
    "district": "310101",
    "street": "虚构路 88 号 3 单元 502 室",
}
"""Where recipients of stories live: a street that does not exist."""


@dataclass
class Step:
    """One line of the record: what happened, and what each party then saw."""

    told: str
    seen: dict[str, Json] = field(default_factory=dict[str, Json])


class Stage:
    """The running installation as a story uses it. What people do goes over HTTP; the operator has the database."""

    def __init__(self, settings: Settings, parts: Parts, client: httpx.AsyncClient) -> None:
        self.settings = settings
        self.parts = parts
        self.client = client
        self.steps: list[Step] = []

    def step(self, told: str) -> None:
        """Begin the next line of the record."""
        self.steps.append(Step(told))

    async def person(self, name: str, phone: str | None = None, *, invite: str = "") -> Actor:
        """Somebody new (or, with `phone`, somebody known), signed in by the code in the dev outbox; by an invitation
        where its code is given.
        """
        number = phone or f"+86199{secrets.randbelow(10**8):08d}"
        await self._post("/sign-in-codes", {"phone": number}, 202)
        code = await self.code(number)
        # Everybody has a device of their own.
        self.client.cookies.clear()
        came: Json = {"phone": number, "code": code, "device": "story", "invite": invite}
        session = await self._post("/sessions", came, 201)
        actor = Actor(name, number, self.client, session["token"], session["person_id"])
        if not session["profile_complete"]:
            profile: Json = {"nickname": name, "birthday": "1994-05-06", "gender": "unsaid", "bio": "", "interests": []}
            await actor.put("/me/profile", profile)
        return actor

    async def friends(self, one: str, other: str) -> tuple[Actor, Actor]:
        """Two people who follow each other."""
        first, second = await self.person(one), await self.person(other)
        await first.follow(second)
        await second.follow(first)
        return first, second

    async def leave(self, actor: Actor) -> None:
        """Delete an account, with the code that is sent for it."""
        await actor.post("/me/deletion/codes", expect=202)
        await self.settle()
        await actor.post("/me/deletion", {"code": await self.code(actor.phone)}, expect=204)
        actor.gone = True

    async def shop(self, fen: int = Shop.fen) -> Shop:
        """A florist with one bouquet in two colours, imported from a feed and approved by the operator."""
        return await open_shop(self.parts, await self.person("Wen"), fen)

    async def open_cashier(self, checkout: Json) -> None:
        """The buyer opens the page; a QR code leads to the same one."""
        (await self.client.get(checkout.get("url") or checkout["qr_code"])).raise_for_status()

    async def pay(self, checkout: Json) -> None:
        """The buyer pays in the gateway's cashier, and the notification arrives."""
        path = f"/admin/cashier/{checkout['attempt_id'].replace('-', '')}/payment"
        await self.open_cashier(checkout)
        async with near(self.settings.gateway_url) as gateway:
            (await gateway.post(path)).raise_for_status()
        await self.settle()

    async def pay_part(self, payer: Actor, gift_id: str, fen: int) -> None:
        """Somebody opens a part of the price and pays it."""
        await self.pay(await payer.begin_part(await payer.open_part(gift_id, fen)))

    async def paid_back(self, payer: Actor, gift_id: str, *fen: int) -> None:
        """A friend who helped to pay must see refunds of exactly these amounts, each confirmed by the gateway."""
        seen = await self.sees(payer, f"/me/paid/{gift_id}")
        found = [(back["fen"], back["state"]) for part in seen["parts"] for back in part["refunds"]]
        await self.same(f"what {payer.name} got back", found, [(amount, "refunded") for amount in fen])

    async def settle(self) -> None:
        """Let everything that is due already happen."""
        await self._post("/dev/clock/advances", {"seconds": 0}, 201)

    async def advance(self, **span: float) -> None:
        """Move everybody's clock on by a `timedelta`, and let what became due happen."""
        await self._post("/dev/clock/advances", {"seconds": int(timedelta(**span).total_seconds())}, 201)

    async def sees(self, actor: Actor, path: str, **expected: Any) -> Json:
        """`actor` must see these values at `path`; everything seen goes into the record."""
        seen = await actor.get(path)
        for name, value in expected.items():
            if seen.get(name) != value:
                raise Deviation(f"{actor.name} at {path}: `{name}` is {seen.get(name)!r}, not {value!r}")
        if not self.steps:
            self.step("at the beginning")
        self.steps[-1].seen[f"{actor.name} {path.split('/')[2]}"] = seen
        return seen

    async def giver_sees(self, giver: Actor, gift_id: str, state: str, **more: Any) -> Json:
        """What the giver sees of the gift."""
        return await self.sees(giver, f"/me/given/{gift_id}", state=state, **more)

    async def giver_waits(self, giver: Actor, gift_id: str) -> None:
        """The giver sees a gift that waits for an answer, and no refund."""
        await self.giver_sees(giver, gift_id, "waiting")
        await self.refunded(giver, gift_id)

    async def recipient_sees(self, recipient: Actor, gift_id: str, state: str, **more: Any) -> Json:
        """What the recipient sees of the gift."""
        return await self.sees(recipient, f"/me/received/{gift_id}", state=state, **more)

    async def nothing_reached(self, recipient: Actor, gift_id: str) -> None:
        """The recipient must not know of the gift at all."""
        await recipient.refused("GET", f"/me/received/{gift_id}", None, 404, "gift_not_found")

    async def refunded(self, giver: Actor, gift_id: str, *fen: int) -> None:
        """The giver must see refunds of exactly these amounts, each confirmed by the gateway; none: no refund."""
        refunds = [refund for part in (await giver.given(gift_id))["parts"] for refund in part["refunds"]]
        found = [(refund["fen"], refund["state"]) for refund in refunds]
        if found != [(amount, "refunded") for amount in fen]:
            raise Deviation(f"{giver.name}: refunds are {found}, not {fen}")

    async def faults(self, *names: str) -> None:
        """Let the simulator make these mistakes from now on; without names, none."""
        async with near(self.settings.gateway_url) as gateway:
            (await gateway.put("/admin/faults", json={"seed": 1, "faults": names})).raise_for_status()

    async def faults_of(self, number: str, *names: str) -> None:
        """Let it make these mistakes about one trade; without names, none."""
        faults = [{"name": name, "times": None} for name in names]
        async with near(self.settings.gateway_url) as gateway:
            answer = await gateway.put(f"/admin/faults/{number}", json={"seed": 1, "faults": faults})
            answer.raise_for_status()

    async def until(self, hour: int) -> None:
        """Move the clock on to the next time it is this hour in Beijing."""
        clock = (await self.client.get("/dev/clock")).raise_for_status().json()["now"]
        now = datetime.fromisoformat(clock).astimezone(_BEIJING)
        then = now.replace(hour=hour, minute=1, second=0)
        await self.advance(seconds=(then - now).total_seconds() % 86_400)

    async def same(self, what: str, seen: object, expected: object) -> None:
        """Two values must be equal."""
        if seen != expected:
            raise Deviation(f"{what}: {seen!r}, not {expected!r}")

    async def finish(self) -> Json:
        """The books must balance: no finding, and nothing that came in is unexplained."""
        db = self.parts[Database]
        findings = await audit(self.parts)
        if findings:
            raise Deviation(f"audit: {findings[:5]}")
        async with db.transaction() as tx:
            money = await books(tx)
        if money.difference:
            raise Deviation(f"books: {money}")
        return {name: getattr(money, name) for name in money.__struct_fields__}

    async def _post(self, path: str, body: Json, expect: int) -> Json:
        answer = await self.client.post(path, json=body)
        if answer.status_code != expect:
            raise Deviation(f"POST {path} answered {answer.status_code}, not {expect}: {answer.text[:300]}")
        return answer.json() if answer.content else {}

    async def code(self, phone: str) -> str:
        """The code that was sent to this number."""
        for _ in range(200):
            messages = (await self.client.get("/dev/outbox")).raise_for_status().json()["items"]
            for message in messages:
                if message["to"] == phone and (code := _CODE.search(message["body"])):
                    return code[0]
            await self.settle()
        raise Deviation("the code never came")


@asynccontextmanager
async def staged(settings: Settings) -> AsyncGenerator[Stage]:
    """The stage over a running installation whose settings these are, and whose clock this process follows."""
    before = os.environ.get("KITH_CLOCK", "")
    os.environ["KITH_CLOCK"] = str(settings.clock or "")
    try:
        async with _over(settings) as stage:
            yield stage
    finally:
        os.environ["KITH_CLOCK"] = before


@asynccontextmanager
async def _over(settings: Settings) -> AsyncGenerator[Stage]:
    async with (
        serve.running(settings, size=4) as (parts, _),
        near(settings.local_url, seconds=60, follow_redirects=True) as client,
    ):
        yield Stage(settings, parts, client)
