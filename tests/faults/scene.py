"""One gift between two people, and everything that either of them, the shop and the buyer's hand can do with it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from kith.kit import ids
from kith.main.stories.actor import Actor, Deviation, Json
from kith.main.stories.stage import ADDRESS
from tests.faults.town import FEN, TITLES, Town

Way = Literal["page", "wap", "qr", "app"]

KEPT = frozenset({"accepted", "shipped", "in_delivery", "received"})
"""States in which the shop has, or will have, the money."""


class Scene:
    """A gift under the names that the phones gave it, and what was acknowledged of it."""

    def __init__(self, name: str, town: Town, giver: Actor, recipient: Actor, chance: random.Random) -> None:
        self.name = name
        self.town = town
        self.giver = giver
        self.recipient = recipient
        self.chance = chance
        self.gift_id = str(ids.new())
        self.charge_id = str(ids.new())
        self.attempts: list[str] = [str(ids.new())]
        self.tracking_no = f"SF{ids.digits(11)}7"
        self.sku_id = town.skus[chance.randrange(len(TITLES))]
        self.ways: Sequence[Way] = ("page", "wap", "qr", "app")
        self.fen = FEN
        self.paid = 0
        """How often the buyer's money was taken at the cashier."""
        self.acknowledged: list[tuple[str, str]] = []
        """Whose steps must show what."""
        self._at = town.director.at

    @property
    def numbers(self) -> list[str]:
        """The trades at the gateway."""
        return [attempt_id.replace("-", "") for attempt_id in self.attempts]

    async def later(self, **span: float) -> None:
        """Wait for so long; everybody else's stories go on meanwhile."""
        self._at += timedelta(**span)
        await self.town.director.until(self._at)

    async def give(self, **wishes: object) -> None:
        """The giver gives."""
        wish = {"gift_id": self.gift_id, "charge_id": self.charge_id, "recipient_id": self.recipient.person_id}
        await self.giver.post("/gifts", {**wish, "sku_id": self.sku_id, "window_days": 1, **wishes})
        self.acknowledged.append(("giver", "unpaid"))

    async def open_cashier(self, way: Way = "page", attempt: int = 0) -> bool:
        """The giver asks where to pay and goes there; False when it is too late."""
        while len(self.attempts) <= attempt:
            self.attempts.append(str(ids.new()))
        wanted = {"attempt_id": self.attempts[attempt], "gateway": "alipay", "way": way}
        try:
            checkout = await self.giver.post(f"/charges/{self.charge_id}/attempts", wanted)
        except Deviation as late:
            if "charge_over" in str(late) or "attempt_over" in str(late) or "charge_paid" in str(late):
                return False
            raise
        url = checkout["url"] or checkout["qr_code"] or f"/gateway.do?{checkout['order_string']}"
        (await self.town.at_gateway("GET", url)).raise_for_status()
        return True

    async def ask_for_code_once(self) -> None:
        """The giver asks for a code to pay by, and does not ask again if there is no answer."""
        wanted = {"attempt_id": self.attempts[0], "gateway": "alipay", "way": "qr"}
        headers = {"Authorization": f"Bearer {self.giver.token}"}
        url = f"{self.town.settings.local_url}/charges/{self.charge_id}/attempts"
        answer = await self.town.gateway.post(url, json=wanted, headers=headers)
        assert answer.status_code in (201, 503), answer.text

    async def hand_over(self, attempt: int = 0) -> None:
        """The buyer pays at the cashier, if that still takes it."""
        answer = await self.town.at_gateway("POST", f"/admin/cashier/{self.numbers[attempt]}/payment")
        said: Json = answer.json()
        if answer.status_code == 200 or said.get("detail") == "TRADE_SUCCESS":
            self.paid += 1

    async def pay(self, way: Way = "page", attempt: int = 0) -> None:
        """The giver pays."""
        if await self.open_cashier(way, attempt):
            await self.hand_over(attempt)

    async def reached(self) -> bool:
        """Wait until the recipient sees the gift; False when it never comes."""
        for minutes in (1, 4, 5, 20, 30, 180):
            await self.later(minutes=minutes)
            if (await self.state())[1] == "offered":
                return True
        return False

    async def accept(self) -> None:
        answer = {"sku_id": self.sku_id, "address": ADDRESS}
        await self.recipient.post(f"/gifts/{self.gift_id}/acceptance", answer, expect=200)
        self.acknowledged += [("recipient", "accepted"), ("giver", "accepted")]

    async def decline(self, *, tell: bool) -> None:
        await self.recipient.post(f"/gifts/{self.gift_id}/decline", {"tell": tell}, expect=200)
        self.acknowledged += [("recipient", "declined"), *([("giver", "declined")] if tell else [])]

    async def withdraw(self) -> None:
        await self.giver.post(f"/gifts/{self.gift_id}/withdrawal", expect=200)
        self.acknowledged.append(("giver", "withdrawn"))

    async def ship(self) -> None:
        order_id = await self.town.order_of(self.gift_id)
        label = {"carrier": "sf", "tracking_no": self.tracking_no}
        await self.town.staff.post(f"/orders/{order_id}/shipment", label, expect=200)
        self.acknowledged.append(("recipient", "shipped"))

    async def refuse(self) -> None:
        """The shop cannot send it."""
        order_id = await self.town.order_of(self.gift_id)
        await self.town.staff.post(f"/orders/{order_id}/refusal", {"reason": "cannot_deliver"}, expect=200)
        self.acknowledged += [("recipient", "cancelled"), ("giver", "cancelled")]

    async def receive(self) -> None:
        """The recipient says that it came."""
        await self.recipient.post(f"/gifts/{self.gift_id}/receipt", expect=200)
        self.acknowledged.append(("recipient", "received"))

    async def state(self) -> tuple[str, str]:
        """What the two see now; the recipient `""` of what has not reached her."""
        given = await self.giver.get(f"/me/given/{self.gift_id}")
        try:
            received = await self.recipient.get(f"/me/received/{self.gift_id}")
        except Deviation as unknown:
            if "gift_not_found" not in str(unknown):
                raise
            received = {"state": ""}
        return given["state"], received["state"]
