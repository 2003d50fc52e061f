"""Two flows, played by people whose phones repeat what was not answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

import httpx

from kith.kit import ids
from kith.kit.sql import Database
from kith.main.audit import audit, books
from kith.main.stories.actor import Actor, Json
from kith.main.stories.shop import Shop
from kith.main.stories.stage import ADDRESS
from tests.faults.installation import Installation

UNITS = 400
HEALING = timedelta(minutes=20)


class Deed(NamedTuple):
    """A request that changes something."""

    actor: Actor
    path: str
    body: Json
    status: int


@dataclass
class Gift:
    """One gift under the names that the phones gave it."""

    gift_id: str = field(default_factory=lambda: str(ids.new()))
    charge_id: str = field(default_factory=lambda: str(ids.new()))
    attempt_id: str = field(default_factory=lambda: str(ids.new()))
    deeds: list[Deed] = field(default_factory=list[Deed])
    """What was answered, to be asked once more at the end."""

    @property
    def number(self) -> str:
        """The trade at the gateway."""
        return self.attempt_id.replace("-", "")


class Play:
    """Ann, Bo and a shop in an installation that may die."""

    def __init__(self, installation: Installation, ann: Actor, bo: Actor, shop: Shop) -> None:
        self.installation = installation
        self.ann = ann
        self.bo = bo
        self.shop = shop

    async def offer(self, gift: Gift) -> None:
        """Ann gives, and pays."""
        wish = {"gift_id": gift.gift_id, "charge_id": gift.charge_id, "recipient_id": self.bo.person_id}
        wish |= {"sku_id": self.shop.red, "window_days": 1}
        await self._do(gift, Deed(self.ann, "/gifts", wish, 201), "unpaid")
        attempt = {"attempt_id": gift.attempt_id, "gateway": "alipay", "way": "page"}
        checkout = await self._ask(self.ann, "POST", f"/charges/{gift.charge_id}/attempts", attempt, 201)
        await self.installation.insist(lambda: self._pay(gift, checkout["url"]))
        await self._until(self.ann, f"/me/given/{gift.gift_id}", "waiting")

    async def accept(self, gift: Gift) -> None:
        """Bo looks at it and says yes."""
        await self._until(self.bo, f"/me/received/{gift.gift_id}", "offered")
        answer = {"sku_id": self.shop.red, "address": ADDRESS}
        await self._do(gift, Deed(self.bo, f"/gifts/{gift.gift_id}/acceptance", answer, 200), "accepted")
        await self.installation.insist(self.installation.settle)

    async def decline(self, gift: Gift) -> None:
        """Bo looks at it and says no; Ann waits for her money."""
        await self._until(self.bo, f"/me/received/{gift.gift_id}", "offered")
        await self._do(gift, Deed(self.bo, f"/gifts/{gift.gift_id}/decline", {"tell": True}, 200), "declined")
        await self._until(self.ann, f"/me/given/{gift.gift_id}", "declined")

    async def wait(self, gift: Gift) -> None:
        """Bo says nothing until the window is over."""
        await self.installation.insist(lambda: self.installation.advance(timedelta(days=1)))
        await self._until(self.ann, f"/me/given/{gift.gift_id}", "not_taken_up")

    async def heal(self) -> None:
        """Give the janitors their time."""
        await self.installation.insist(lambda: self.installation.advance(HEALING))

    async def ended_well(self, gift: Gift, end: tuple[str, str], *, refunded: bool) -> None:
        """Both see their end, what was asked can be asked again, money moved once each way, and every book agrees."""
        stage, fen = self.installation.stage, self.shop.fen
        back = [fen] if refunded else []
        for deed in gift.deeds:
            seen = await deed.actor.call("POST", deed.path, deed.body, deed.status)
            assert seen["state"] == end[deed.actor is self.bo]
        await stage.giver_sees(self.ann, gift.gift_id, end[0])
        await stage.recipient_sees(self.bo, gift.gift_id, end[1])
        await stage.refunded(self.ann, gift.gift_id, *back)
        assert await audit(stage.parts) == []
        async with stage.parts[Database].transaction() as tx:
            money = await books(tx)
        assert money.difference == 0
        async with self._gateway() as gateway:
            book = (await gateway.get("/admin/book")).raise_for_status().json()
        assert book["balance_fen"] == money.captured - money.refunded - money.paid_out
        assert [trade["paid_fen"] for trade in book["trades"] if trade["number"] == gift.number] == [fen]
        assert [refund["fen"] for refund in book["refunds"] if refund["number"] == gift.number] == back

    async def taken(self) -> int:
        """Units of the bouquet that somebody has, and orders that the shop has to send: as many."""
        orders = await self.shop.staff.get(f"/shops/{self.shop.merchant_id}/orders?state=to_ship&limit=100")
        taken = UNITS - await self.shop.available()
        assert len(orders["items"]) == taken
        return taken

    async def _do(self, gift: Gift, deed: Deed, state: str) -> None:
        answer = await self._ask(deed.actor, "POST", deed.path, deed.body, deed.status)
        assert answer["state"] == state
        gift.deeds.append(deed)

    async def _ask(self, actor: Actor, method: str, path: str, body: Json | None, expect: int) -> Json:
        """Ask until there is an answer. What had to be repeated can be repeated once more, to the same answer."""
        deaths = self.installation.deaths
        answer = await self.installation.insist(lambda: actor.call(method, path, body, expect))
        if self.installation.deaths > deaths:
            assert await self.installation.insist(lambda: actor.call(method, path, body, expect)) == answer
        return answer

    async def _until(self, actor: Actor, path: str, state: str) -> None:
        """Let things happen until `actor` sees this state; the janitors come only if that is not enough."""
        await self.installation.insist(self.installation.settle)
        if (await self._ask(actor, "GET", path, None, 200))["state"] != state:
            await self.heal()
            seen = await self._ask(actor, "GET", path, None, 200)
            assert seen["state"] == state, f"{actor.name} sees {seen['state']}, not {state}"

    async def _pay(self, gift: Gift, url: str) -> None:
        async with self._gateway() as gateway:
            (await gateway.get(url)).raise_for_status()
            paid = await gateway.post(f"/admin/cashier/{gift.number}/payment")
            assert paid.status_code == 200 or paid.json()["detail"] == "TRADE_SUCCESS", paid.text

    def _gateway(self) -> httpx.AsyncClient:
        url = self.installation.settings.gateway_url
        return httpx.AsyncClient(base_url=url, trust_env=False, timeout=30, follow_redirects=True)


async def rehearse(installation: Installation) -> Play:
    """The people and the shop; the door is open wide."""
    stage = installation.stage
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    await bo.put("/me/gift-door", {"who": "friends", "ceiling_fen": 100_000, "per_week": 100})
    await shop.staff.put(f"/skus/{shop.red}/stock", {"units": UNITS, "was": shop.stock})
    await installation.settle()
    return Play(installation, ann, bo, shop)
