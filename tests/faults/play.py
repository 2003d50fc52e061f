"""What people do in the flows that are played over and over; their phones repeat what was not answered."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

import httpx

from kith import payments, tills
from kith.kit import clock, ids
from kith.kit.keyring import KeyRing
from kith.kit.sql import Database
from kith.main.audit import audit, books
from kith.main.near import near
from kith.main.stories.actor import Actor, Json
from kith.main.stories.shop import Shop
from kith.main.stories.stage import ADDRESS
from tests.faults.gateways import ALIPAY, GATEWAYS, WECHATPAY, Gateway
from tests.faults.installation import Installation
from tests.faults.line import unmoved
from tests.faults.purse import identity_number
from tests.faults.town import order_of

UNITS = 400
FEN = Shop.fen
LESS = 12_901
"""What something cheaper costs, at another shop."""
PAID_OUT = 100
HEALING = timedelta(minutes=20)


class Deed(NamedTuple):
    """A request that changes something."""

    actor: Actor
    path: str
    body: Json
    status: int


@dataclass
class Part:
    """What somebody pays."""

    payer: Actor
    fen: int
    gateway: Gateway = ALIPAY
    charge_id: str = field(default_factory=lambda: str(ids.new()))
    attempt_id: str = field(default_factory=lambda: str(ids.new()))

    @property
    def number(self) -> str:
        """The trade at the gateway."""
        return self.attempt_id.replace("-", "")


@dataclass
class Gift:
    """One gift, or whatever else is played, under the name that a phone gave it."""

    gift_id: str = field(default_factory=lambda: str(ids.new()))
    parts: list[Part] = field(default_factory=list[Part])
    deeds: list[Deed] = field(default_factory=list[Deed])
    """What was answered, to be asked once more at the end."""


class Play:
    """Ann, Bo, Chen and two shops in an installation that may die."""

    def __init__(
        self, installation: Installation, people: tuple[Actor, Actor, Actor], shops: tuple[Shop, Shop]
    ) -> None:
        self.installation = installation
        self.ann, self.bo, self.chen = people
        self.shop, self.cheap = shops
        self._known = False
        self._owned = 0
        """What the first shop has in its till, when its money is paid out."""

    async def offer(self, gift: Gift, **wishes: object) -> None:
        """Ann gives, and pays."""
        gift.parts = [Part(self.ann, self.shop.fen)]
        await self._give(gift, "unpaid", **wishes)
        await self._pay(gift.parts[0])
        await self._until(self.ann, f"/me/given/{gift.gift_id}", "scheduled" if wishes else "waiting")

    async def share(self, gift: Gift) -> None:
        """Ann gives, and she and Chen, who comes over a link, pay for it."""
        gift.parts = [Part(self.chen, 6_667, WECHATPAY), Part(self.ann, self.shop.fen - 6_667)]
        await self._give(gift, "collecting", collect_days=1)
        link = await self._ask(self.ann, "PUT", f"/gifts/{gift.gift_id}/pay-link", {"why": ""}, 200)
        await self._ask(self.chen, "POST", f"/pay-links/{link['token']}/asks", {}, 200)
        for part in gift.parts:
            wanted = {"charge_id": part.charge_id, "fen": part.fen}
            await self._ask(part.payer, "POST", f"/gifts/{gift.gift_id}/parts", wanted, 201)
            await self._pay(part)
            await self.installation.insist(self.installation.settle)
        await self._until(self.ann, f"/me/given/{gift.gift_id}", "waiting")

    async def share_and_withdraw(self, gift: Gift) -> None:
        """Two pay for it, and Ann takes it back."""
        await self.share(gift)
        await self._do(gift, Deed(self.ann, f"/gifts/{gift.gift_id}/withdrawal", {}, 200), "withdrawn")
        await self._until(self.bo, f"/me/received/{gift.gift_id}", "withdrawn")

    async def schedule(self, gift: Gift) -> None:
        """Ann gives and pays now what is to come in an hour or two; when it has come, Bo says no."""
        hour = (clock.now() + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
        await self.offer(gift, send_at=hour.isoformat())
        await self.installation.insist(lambda: self.installation.advance(timedelta(hours=2)))
        await self.decline(gift)

    async def accept(self, gift: Gift) -> None:
        """Bo looks at it and says yes."""
        await self._until(self.bo, f"/me/received/{gift.gift_id}", "offered")
        await self._accept(gift, {"sku_id": self.shop.red})

    async def take_less(self, gift: Gift) -> None:
        """Bo takes something cheaper instead."""
        await self._accept(gift, {"sku_id": self.cheap.red, "returned_fen": self.shop.fen - LESS})

    async def earn(self, _: Gift) -> None:
        """The first shop sends a gift, and a week after it came the money is the shop's own, and enough for long."""
        if self._owned:
            return
        gift = Gift()
        await self.offer(gift)
        await self.accept(gift)
        async with self.installation.parts[Database].transaction() as tx:
            order_id = await order_of.one(tx, gift_id=gift.gift_id)
        label = {"carrier": "sf", "tracking_no": f"SF{ids.digits(12)}"}
        await self._ask(self.shop.staff, "POST", f"/orders/{order_id}/shipment", label, 200)
        await self._ask(self.bo, "POST", f"/gifts/{gift.gift_id}/receipt", {}, 200)
        await self.installation.insist(lambda: self.installation.advance(timedelta(days=7, hours=1)))
        payee = payments.Payee("wen@flowers.example", "Wen Flowers")
        async with self.installation.parts[Database].transaction() as tx:
            ring = self.installation.parts[KeyRing]
            await tills.set_payout_account(
                tx, ring, self.shop.merchant_id, gateway="alipay", payee=payee, now=clock.now()
            )
        self._owned = self.shop.fen

    async def pay_out(self, gift: Gift) -> None:
        """The shop's owner has some of its money sent, and waits until it is paid."""
        wanted = {"payout_id": gift.gift_id, "fen": PAID_OUT}
        await self._ask(self.shop.staff, "POST", f"/shops/{self.shop.merchant_id}/payouts", wanted, 201)
        self._owned -= PAID_OUT
        await self.installation.insist(self.installation.settle)

    async def be_known(self, _: Gift) -> None:
        """It is checked once who Ann is, and where her money goes."""
        if not self._known:
            asked = {"check_id": str(ids.new()), "name": "安安", "id_number": identity_number(looked_into=False)}
            await self._ask(self.ann, "POST", "/me/wallet/identity-checks", asked, 201)
            await self.installation.insist(self.installation.settle)
            payee = {"gateway": ALIPAY.name, "account": "ann@wallet.example", "name": "安安"}
            await self._ask(self.ann, "PUT", "/me/wallet/payee", payee, 200)
            self._known = True

    async def pass_through(self, gift: Gift) -> None:
        """Ann puts money into her wallet, and has all of it sent to her account."""
        part = Part(self.ann, PAID_OUT)
        wanted: Json = {"top_up_id": gift.gift_id, "fen": PAID_OUT}
        part.charge_id = (await self._ask(self.ann, "POST", "/me/wallet/top-ups", wanted, 201))["charge_id"]
        gift.parts = [part]
        await self._pay(part)
        await self.installation.insist(self.installation.settle)
        if (await self._ask(self.ann, "GET", "/me/wallet", None, 200))["balance_fen"] < PAID_OUT:
            await self.heal()
        wanted = {"withdrawal_id": gift.gift_id, "fen": PAID_OUT}
        await self._ask(self.ann, "POST", "/me/wallet/withdrawals", wanted, 201)
        await self.installation.insist(self.installation.settle)

    async def export(self, gift: Gift) -> None:
        """Bo has a copy made of all that is kept of him."""
        await self._ask(self.bo, "POST", "/me/exports", {"export_id": gift.gift_id}, 202)
        await self._until(self.bo, f"/me/exports/{gift.gift_id}", "ready")

    async def _accept(self, gift: Gift, answer: Json) -> None:
        answer |= {"address": ADDRESS}
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

    async def ended(self, gift: Gift, seen: tuple[str, str], back: int) -> None:
        """Both see their end, what was asked can be asked again, money moved once each way, so much of it back, and all
        books agree."""
        stage = self.installation.stage
        for deed in gift.deeds:
            again = await deed.actor.call("POST", deed.path, deed.body, deed.status)
            assert again["state"] == seen[deed.actor is self.bo]
        await stage.giver_sees(self.ann, gift.gift_id, seen[0])
        await stage.recipient_sees(self.bo, gift.gift_id, seen[1])
        book = await self._balanced()
        for part in gift.parts:
            share = [fen for fen in [part.fen * back // self.shop.fen] if fen]
            listed = (await part.payer.get("/me/refunds?limit=100"))["items"]
            refunds = [(one["fen"], one["state"]) for one in listed if one["charge_id"] == part.charge_id]
            assert refunds == [(fen, "refunded") for fen in share]
            assert [one["paid_fen"] for one in book["trades"] if one["number"] == part.number] == [part.fen]
            assert [one["fen"] for one in book["refunds"] if one["number"] == part.number] == share

    async def paid_out(self, gift: Gift) -> None:
        """It was sent once, and the shop has that much less."""
        shop = f"/shops/{self.shop.merchant_id}"
        payouts = (await self.shop.staff.get(f"{shop}/payouts?limit=100"))["items"]
        assert [(one["state"], one["fen"]) for one in payouts if one["payout_id"] == gift.gift_id] == [
            ("paid", PAID_OUT)
        ]
        assert (await self.shop.staff.get(f"{shop}/money"))["available_fen"] == self._owned
        number = ids.derived(self.shop.merchant_id, gift.gift_id.replace("-", "")).hex
        book = await self._balanced()
        assert [one["fen"] for one in book["transfers"] if one["number"] == number] == [PAID_OUT]

    async def passed_through(self, gift: Gift) -> None:
        """It came once and went once, and nothing is left."""
        [part] = gift.parts
        purse = await self.ann.get("/me/wallet")
        assert (purse["balance_fen"], purse["held_fen"]) == (0, 0)
        sent = (await self.ann.get("/me/wallet/withdrawals?limit=100"))["items"]
        assert [(one["state"], one["fen"]) for one in sent if one["withdrawal_id"] == gift.gift_id] == [
            ("paid", PAID_OUT)
        ]
        number = ids.derived(self.ann.id, gift.gift_id.replace("-", "")).hex
        book = await self._balanced()
        assert [one["paid_fen"] for one in book["trades"] if one["number"] == part.number] == [PAID_OUT]
        assert [one["fen"] for one in book["transfers"] if one["number"] == number] == [PAID_OUT]

    async def exported(self, gift: Gift) -> None:
        """The copy is whole."""
        headers = {"Authorization": f"Bearer {self.bo.token}"}
        url = f"/me/exports/{gift.gift_id}/archive"
        answer = (await self.installation.client.get(url, headers=headers)).raise_for_status()
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            assert self.bo.person_id.encode() in archive.read("people/account.json")
        await self._balanced()

    async def taken(self) -> tuple[int, int]:
        """Units of each shop's bouquet that somebody has or will have; as many orders say so."""
        return await self._taken(self.shop), await self._taken(self.cheap)

    async def _taken(self, shop: Shop) -> int:
        orders = (await shop.staff.get(f"/shops/{shop.merchant_id}/orders?limit=100"))["items"]
        taken = UNITS - await shop.available()
        assert sum(order["state"] not in ("unable", "cancelled") for order in orders) == taken
        return taken

    async def _balanced(self) -> Json:
        """The gateways' books as one, which agrees with all others."""
        stage = self.installation.stage
        assert await audit(stage.parts) == []
        async with stage.parts[Database].transaction() as tx:
            money = await books(tx)
        assert money.difference == 0
        async with self._gateway() as simulator:
            found = [(await simulator.get(gateway.book)).raise_for_status().json() for gateway in GATEWAYS]
        book: Json = {name: sum((one[name] for one in found), type(found[0][name])()) for name in found[0]}
        assert book["balance_fen"] == money.captured - money.refunded - money.paid_out - money.withdrawn
        return book

    async def _give(self, gift: Gift, state: str, **wishes: object) -> None:
        wish = {"gift_id": gift.gift_id, "charge_id": gift.parts[0].charge_id, "recipient_id": self.bo.person_id}
        wish |= {"sku_id": self.shop.red, "window_days": 1, **wishes}
        await self._do(gift, Deed(self.ann, "/gifts", wish, 201), state)

    async def _pay(self, part: Part) -> None:
        attempt = {"attempt_id": part.attempt_id, "gateway": part.gateway.name, "way": part.gateway.ways[0]}
        checkout = await self._ask(part.payer, "POST", f"/charges/{part.charge_id}/attempts", attempt, 201)
        await self.installation.insist(lambda: self._hand_over(part, checkout["url"] or checkout["qr_code"]))

    async def _do(self, gift: Gift, deed: Deed, state: str) -> None:
        answer = await self._ask(deed.actor, "POST", deed.path, deed.body, deed.status)
        assert answer["state"] == state
        gift.deeds.append(deed)

    async def _ask(self, actor: Actor, method: str, path: str, body: Json | None, expect: int) -> Json:
        """Ask until there is an answer. What changes something and had to be repeated can be repeated once more, to the
        same answer."""
        deaths = self.installation.deaths
        answer = await self.installation.insist(lambda: actor.call(method, path, body, expect))
        if self.installation.deaths > deaths and method != "GET":
            again = await self.installation.insist(lambda: actor.call(method, path, body, expect))
            assert unmoved(path, again) == unmoved(path, answer)
        return answer

    async def _until(self, actor: Actor, path: str, state: str) -> None:
        """Let things happen until `actor` sees this state; the janitors come only if that is not enough."""
        await self.installation.insist(self.installation.settle)
        if (await self._ask(actor, "GET", path, None, 200))["state"] != state:
            await self.heal()
            seen = await self._ask(actor, "GET", path, None, 200)
            assert seen["state"] == state, f"{actor.name} sees {seen['state']}, not {state}"

    async def _hand_over(self, part: Part, url: str) -> None:
        async with self._gateway() as gateway:
            (await gateway.get(url)).raise_for_status()
            paid = await gateway.post(f"/admin/cashier/{part.number}/payment")
            assert paid.status_code == 200 or paid.json()["detail"] == "TRADE_SUCCESS", paid.text

    def _gateway(self) -> httpx.AsyncClient:
        return near(self.installation.settings.gateway_url, follow_redirects=True)


async def rehearse(installation: Installation) -> Play:
    """The people and the shops; the door is open wide."""
    stage = installation.stage
    ann, bo = await stage.friends("Ann", "Bo")
    chen = await stage.person("Chen")
    await ann.follow(chen)
    await chen.follow(ann)
    shop, cheap = await stage.shop(), await stage.shop(LESS)
    await bo.put("/me/gift-door", {"who": "friends", "ceiling_fen": 100_000, "per_week": 100})
    for each in (shop, cheap):
        await each.staff.put(f"/skus/{each.red}/stock", {"units": UNITS, "was": each.stock})
    await installation.settle()
    return Play(installation, (ann, bo, chen), (shop, cheap))
