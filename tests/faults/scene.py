"""One gift between two people, and everything that either of them, the shop and the buyer's hand can do with it."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import NamedTuple

from kith import merchants
from kith.kit import ids
from kith.main.stories.actor import Actor, Deviation, Json
from kith.main.stories.stage import ADDRESS
from tests.faults.gateways import ALIPAY, GATEWAYS, Gateway, Way
from tests.faults.part import Part
from tests.faults.purse import Packet, Purse
from tests.faults.town import FEN, TITLES, Town

TOO_LATE = ("charge_over", "attempt_over", "charge_paid", "not_collecting", "part_too_large")
"""What somebody is told who comes to pay when there is nothing (more) to be paid."""
KEPT = frozenset({"accepted", "shipped", "in_delivery", "received"})
"""States in which the shop has, or will have, the money."""


class Till(NamedTuple):
    """A shop and its owner, and a payout to be."""

    owner: Actor
    merchant_id: merchants.MerchantId
    payout_id: str
    wanted: int = 0

    @property
    def number(self) -> str:
        """The transfer at the gateway."""
        return ids.derived(self.merchant_id, self.payout_id.replace("-", "")).hex


class Scene:
    """A gift under the names that the phones gave it, and what was acknowledged of it; or an envelope, or a wallet.

    The first trade is one at `gateway`.
    """

    def __init__(
        self,
        name: str,
        town: Town,
        giver: Actor,
        recipient: Actor,
        chance: random.Random,
        gateway: Gateway = ALIPAY,
    ) -> None:
        self.name = name
        self.town = town
        self.giver = giver
        self.recipient = recipient
        self.chance = chance
        self.gateway = gateway
        self.given = False
        self.gift_id = str(ids.new())
        self.parts = [Part(giver, FEN)]
        """One, of the giver, but where friends pay."""
        self.tracking_no = f"SF{ids.digits(11)}7"
        self.sku_id = town.skus[chance.randrange(len(TITLES))]
        self.ways: Sequence[Way] = gateway.ways
        self.fen = FEN
        """What is kept of it once it is accepted."""
        self.till: Till | None = None
        self.export_id = ""
        self.wrong_with_payout: list[Json] = []
        """The mistakes that the gateway makes when a shop is paid out, or a wallet."""
        self.wrong_with_identity: list[Json] = []
        """The mistakes of whoever checks identities."""
        self.purses: dict[str, Purse] = {}
        """Of those who have done something with their wallet, by their ids."""
        self.packet: Packet | None = None
        self.acknowledged: list[tuple[str, str]] = []
        """Whose steps must show what."""
        self._at = town.director.at
        self._first = True
        self._shared = False

    @property
    def numbers(self) -> list[str]:
        """The gift's trades at the gateways."""
        return [number for part in self.parts for number in part.numbers]

    @property
    def all_parts(self) -> list[Part]:
        """Everything that anybody pays here."""
        parts = [*self.parts, *(part for purse in self.purses.values() for part in purse.top_ups)]
        return [*parts, self.packet.part] if self.packet else parts

    @property
    def _staff(self) -> Actor:
        return self.till.owner if self.till else self.town.staff

    async def come_back(self) -> None:
        """Everybody signs in again after a long absence."""
        again: dict[str, Actor] = {}
        purses, parts = self.purses.values(), self.all_parts
        for actor in (self.giver, self.recipient, *(part.payer for part in parts), *(one.owner for one in purses)):
            if actor.person_id not in again:
                again[actor.person_id] = await self.town.signed_in(actor)
        self.giver, self.recipient = again[self.giver.person_id], again[self.recipient.person_id]
        for part in parts:
            part.payer = again[part.payer.person_id]
        for purse in purses:
            purse.owner = again[purse.owner.person_id]
        if self.till:
            self.till = self.till._replace(owner=await self.town.signed_in(self.till.owner))

    async def later(self, **span: float) -> None:
        """Wait for so long; everybody else's stories go on meanwhile."""
        self._at += timedelta(**span)
        await self.town.director.until(self._at)

    async def give(self, **wishes: object) -> None:
        """The giver gives."""
        wish = {"gift_id": self.gift_id, "charge_id": self.parts[0].charge_id}
        wish |= {"recipient_id": self.recipient.person_id}
        given = await self.giver.post("/gifts", {**wish, "sku_id": self.sku_id, "window_days": 1, **wishes})
        self.given = True
        self.acknowledged.append(("giver", given["state"]))

    async def ask_friends(self, *friends: Actor) -> None:
        """The giver asks them to pay for it."""
        asks = [{"payer_id": friend.person_id} for friend in friends]
        await self.giver.post(f"/gifts/{self.gift_id}/asks", {"asks": asks}, expect=200)

    async def open_part(self, payer: Actor, fen: int) -> Part | None:
        """Somebody is about to pay so much of it; None when that is too much, or too late."""
        part = self.first_to_pay(Part(payer, fen))
        self.parts = [*self.parts, part] if self._shared else [part]
        self._shared = True
        wanted = {"charge_id": part.charge_id, "fen": fen}
        return part if await _unless_late(payer.post(f"/gifts/{self.gift_id}/parts", wanted)) else None

    async def pay_part(self, payer: Actor, fen: int) -> bool:
        """Somebody pays so much of it; False when that is too much, or too late."""
        part = await self.open_part(payer, fen)
        return part is not None and await self.pay(part=part)

    async def pay_part_anyhow(self, payer: Actor, fen: int) -> bool:
        """The same, from the wallet or at whichever gateway."""
        part = await self.open_part(payer, fen)
        if part is None:
            return False
        purse = self.purses.get(payer.person_id)
        if purse and await purse.balance() >= fen:
            return await self.pay_from_wallet(part)
        return await self.pay(part=part, gateway=self.some_gateway())

    def some_gateway(self) -> Gateway:
        """Whichever."""
        return self.chance.choice(GATEWAYS)

    def first_to_pay(self, part: Part) -> Part:
        """The faults of a schedule are about the first trade, whatever it is for."""
        if self._first:
            self._first = False
            part.attempts, self.parts[0].attempts = self.parts[0].attempts, part.attempts
        return part

    def purse(self, actor: Actor) -> Purse:
        """Somebody's wallet."""
        return self.purses.setdefault(actor.person_id, Purse(actor))

    async def pay_from_wallet(self, part: Part | None = None) -> bool:
        """The payer pays by wallet; False when it is too late."""
        part = part or self.parts[0]
        wanted = {"attempt_id": part.attempts[0], "gateway": "wallet", "way": "balance"}
        if await _unless_late(part.payer.post(f"/charges/{part.charge_id}/attempts", wanted)) is None:
            return False
        part.paid, part.by_wallet = 1, True
        self.purse(part.payer).spent.append(part)
        return True

    async def open_cashier(
        self, way: Way | None = None, attempt: int = 0, part: Part | None = None, gateway: Gateway | None = None
    ) -> bool:
        """The payer asks where to pay and goes there; False when it is too late."""
        part, gateway = part or self.parts[0], gateway or self.gateway
        while len(part.attempts) <= attempt:
            part.attempts.append(str(ids.new()))
        way = way or self.chance.choice(self.ways if gateway is self.gateway else gateway.ways)
        wanted = {"attempt_id": part.attempts[attempt], "gateway": gateway.name, "way": way}
        checkout = await _unless_late(part.payer.post(f"/charges/{part.charge_id}/attempts", wanted))
        if checkout is None:
            return False
        url = checkout["url"] or checkout["qr_code"] or f"/gateway.do?{checkout['order_string']}"
        (await self.town.at_gateway("GET", url)).raise_for_status()
        return True

    async def ask_for_code_once(self) -> None:
        """The giver asks for a code to pay by, and does not ask again if there is no answer."""
        [part] = self.parts
        wanted = {"attempt_id": part.attempts[0], "gateway": self.gateway.name, "way": self.gateway.called[0]}
        headers = {"Authorization": f"Bearer {self.giver.token}"}
        url = f"{self.town.settings.local_url}/charges/{part.charge_id}/attempts"
        answer = await self.town.gateway.post(url, json=wanted, headers=headers)
        assert answer.status_code in (201, 503), answer.text

    async def hand_over(self, attempt: int = 0, part: Part | None = None) -> None:
        """The buyer pays at the cashier, if that still takes it."""
        part = part or self.parts[0]
        answer = await self.town.at_gateway("POST", f"/admin/cashier/{part.numbers[attempt]}/payment")
        said: Json = answer.json()
        if answer.status_code == 200 or said.get("detail") == "TRADE_SUCCESS":
            part.paid += 1

    async def pay(
        self, way: Way | None = None, attempt: int = 0, part: Part | None = None, gateway: Gateway | None = None
    ) -> bool:
        """The payer pays; False when it is too late."""
        opened = await self.open_cashier(way, attempt, part, gateway)
        if opened:
            await self.hand_over(attempt, part)
        return opened

    async def reached(self) -> bool:
        """Wait until the recipient sees the gift; False when it never comes."""
        for minutes in (1, 4, 5, 20, 30, 180):
            await self.later(minutes=minutes)
            if (await self.state())[1] == "offered":
                return True
        return False

    async def accept(self, sku_id: str | None = None, fen: int = FEN) -> None:
        """The recipient takes it, or something else for so much."""
        self.sku_id, self.fen = sku_id or self.sku_id, fen
        answer = {"sku_id": self.sku_id, "address": ADDRESS, "returned_fen": FEN - fen}
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
        await self._staff.post(f"/orders/{order_id}/shipment", label, expect=200)
        self.acknowledged.append(("recipient", "shipped"))

    async def refuse(self) -> None:
        """The shop cannot send it."""
        order_id = await self.town.order_of(self.gift_id)
        await self._staff.post(f"/orders/{order_id}/refusal", {"reason": "cannot_deliver"}, expect=200)
        self.acknowledged += [("recipient", "cancelled"), ("giver", "cancelled")]

    async def receive(self) -> None:
        """The recipient says that it came."""
        await self.recipient.post(f"/gifts/{self.gift_id}/receipt", expect=200)
        self.acknowledged.append(("recipient", "received"))

    async def open_till(self) -> None:
        """What is given comes from a shop of its own, whose owner can have its money paid out."""
        [owner] = await self.town.insist(lambda: self.town.people(1))
        merchant_id, [self.sku_id] = await self.town.insist(lambda: self.town.shop(owner, TITLES[:1], FEN))
        self.till = Till(owner, merchant_id, str(ids.new()))
        await self.town.faults(self.till.number, self.wrong_with_payout)

    async def pay_out(self) -> None:
        """The shop's owner has all of it paid out, if it is there."""
        assert self.till
        shop = f"/shops/{self.till.merchant_id}"
        there = (await self.till.owner.get(f"{shop}/money"))["available_fen"]
        if there:
            await self.till.owner.post(f"{shop}/payouts", {"payout_id": self.till.payout_id, "fen": there})
            self.till = self.till._replace(wanted=there)

    async def send_packet(self, group: Sequence[Actor], fen: int) -> Packet:
        """The giver makes a group with these people, and sends an envelope with a share for each."""
        group_id = str(ids.new())
        await self.giver.post("/groups", {"group_id": group_id, "name": "红包群", "joining": "open"})
        for actor in group:
            await actor.put(f"/groups/{group_id}/membership", {})
        packet = Packet(self.first_to_pay(Part(self.giver, fen)))
        what = {"kind": self.chance.choice(("lucky", "equal")), "fen": fen, "count": len(group)}
        new = {"envelope_id": packet.envelope_id, "conversation_id": group_id, **what}
        packet.part.charge_id = (await self.giver.post("/envelopes", new))["charge_id"]
        self.packet = packet
        return packet

    async def packet_opens(self, actor: Actor) -> bool:
        """Wait until somebody may open the envelope; False when it never comes."""
        assert self.packet
        for minutes in (1, 4, 5, 20, 30, 180):
            await self.later(minutes=minutes)
            try:
                seen = await actor.get(f"/envelopes/{self.packet.envelope_id}")
            except Deviation as unknown:
                if "envelope_not_found" not in str(unknown):
                    raise
                continue
            if seen["state"] == "open":
                return True
        return False

    async def export(self) -> None:
        """The recipient has a copy made of all that is kept of her."""
        self.export_id = str(ids.new())
        await self.recipient.post("/me/exports", {"export_id": self.export_id}, expect=202)

    async def exported(self) -> bool:
        """Whether the copy is ready; if it is, it is whole."""
        path = f"/me/exports/{self.export_id}"
        if (await self.recipient.get(path))["state"] != "ready":
            return False
        content = await self.town.read(self.recipient, f"{path}/archive")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            assert self.gift_id.encode() in archive.read("gifts/received.json")
        return True

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


async def _unless_late(request: Awaitable[Json]) -> Json | None:
    try:
        return await request
    except Deviation as late:
        if any(code in str(late) for code in TOO_LATE):
            return None
        raise
