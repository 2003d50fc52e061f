"""Gifts under way in the town: given, paid and answered over HTTP, as the app would."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any, Literal, NamedTuple

import httpx
from litestar.status_codes import HTTP_409_CONFLICT

from kith import payments, people
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main.demo.catalogue import shops
from kith.main.demo.names import named
from kith.main.stories.actor import Actor, Json

Until = Literal[
    "unpaid",
    "collecting",
    "waiting",
    "put_aside",
    "declined",
    "withdrawn",
    "accepted",
    "confirmed",
    "cancelled",
    "shipped",
    "received",
]
"""How far a gift is brought. `put_aside` is declined in silence: its giver still waits."""

_AT_ONCE = 4
_PATIENCE_SECONDS = 30
_LOOK_SECONDS = 0.05


class Plan(NamedTuple):
    """One gift: from whom, to whom, which of a shop's goods, how far, and the words with it."""

    giver: str
    recipient: str
    shop: str
    number: int
    until: Until
    message: str
    wrapping: str = "classic"
    window_days: int = 3
    asks: tuple[tuple[str, int], ...] = ()
    """The friends who are asked to pay, and how many fen each has paid."""

    @property
    def key(self) -> str:
        """What its ids are derived from."""
        return f"gift:{self.giver}:{self.recipient}:{self.shop}:{self.number}"


PLANS = (
    Plan("Leo", "林晚", "onebranch", 3, "waiting", "生日快乐，江边见。", "birthday", 7),
    Plan("陈橙", "林晚", "roundbowl", 5, "waiting", "画展那天谢谢你！", "classic", 14),
    Plan("林晚", "Leo", "kilnroad", 2, "waiting", "For your morning coffee.", "classic", 30),
    Plan("Mira", "陈橙", "sugarscent", 0, "put_aside", "This colour is you.", "none", 7),
    Plan("林晚", "苏糖", "lamplight", 6, "declined", "给你的书桌添一盏光。"),
    Plan("Leo", "Sam", "keyhouse", 5, "withdrawn", "Noodles soon?"),
    Plan("唐唐", "Hana", "kilnroad", 1, "accepted", "花瓶配你的花。", "festive", 7),
    Plan("Ivo", "Noor", "onebranch", 8, "accepted", "For your windowsill."),
    Plan("方圆", "秦木", "silverline", 7, "confirmed", "一路平安。"),
    Plan("Camille", "Jonas", "whitedew", 1, "cancelled", "Happy new shop!", "birthday"),
    Plan("林晚", "杜若", "sugarscent", 6, "shipped", "写完稿子好好休息。", "festive"),
    Plan("高山", "Tomas", "keyhouse", 1, "shipped", "给你的鸟叫声一副好耳机。"),
    Plan("Leo", "Kenji", "highridge", 6, "shipped", "For the next camping trip."),
    Plan("Sofia", "程星", "roundbowl", 9, "received", "下午茶时间到。"),
    Plan("杜若", "林晚", "cloudlate", 0, "received", "欢迎回来。", "classic", 7),
    Plan("陈橙", "Leo", "kilnroad", 4, "collecting", "他天天早起给我们带咖啡。", asks=(("林晚", 0), ("Mira", 3000))),
    Plan("林晚", "Mira", "cloudlate", 3, "collecting", "夜班辛苦了，一起送她。", asks=(("Leo", 4000), ("陈橙", 0))),
    Plan("Yuki", "宋词", "meltandmake", 3, "unpaid", "Thank you for the tower sketch."),
    Plan("林晚", "周小满", "roundbowl", 2, "unpaid", "新家快乐！", "festive"),
)
"""In this order, the last one last: where it is, the town is complete."""

ADDRESSES: tuple[Json, ...] = (
    {"province": "530000", "city": "530100", "district": "530102", "street": "虚构巷 8 号 2 栋 301"},
    {"province": "330000", "city": "330100", "district": "330106", "street": "虚构路 21 号"},
    {"province": "510000", "city": "510100", "district": "510104", "street": "虚构街 16 号 1 单元 5 楼"},
)
"""Streets that do not exist."""

KEPT = {"林晚": (("19900000001", ADDRESSES[0]), ("19900000001", ADDRESSES[1]))}
"""Who keeps which addresses, with whose mobile number; the first is the default."""


class TownNeedsAServer(Refusal, status=503):
    """The town's people give each other gifts through the app. Start Kith with `kith up` and try again."""


class Stuck(Exception):
    """A gift did not get on: which one, and how it looks to its giver."""


async def start_gifts(parts: Parts, here: dict[str, people.PersonId], now: datetime) -> None:
    """Bring every gift as far as it is planned. What was done before is not done again. Raises `TownNeedsAServer`."""
    settings = parts[Settings]
    limits = httpx.Limits(max_connections=_AT_ONCE * 2)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=settings.local_url, trust_env=False, timeout=30, limits=limits)
        )
        gateway = await stack.enter_async_context(
            httpx.AsyncClient(base_url=settings.gateway_url, trust_env=False, timeout=30, follow_redirects=True)
        )
        try:
            (await client.get("/ready")).raise_for_status()
        except httpx.HTTPError as error:
            raise TownNeedsAServer from error
        players = _Players(parts, here, client, gateway, now)
        stack.push_async_callback(players.leave)
        await players.play_all()


class _Players:
    """The people who give, receive and send, each signed in while the gifts are being brought on their way."""

    def __init__(
        self,
        parts: Parts,
        here: dict[str, people.PersonId],
        client: httpx.AsyncClient,
        gateway: httpx.AsyncClient,
        now: datetime,
    ) -> None:
        self._parts = parts
        self._here = here
        self._client = client
        self._gateway = gateway
        self._now = now
        self._signed_in: dict[str, Actor] = {}

    async def play_all(self) -> None:
        for name in {name for plan in PLANS for name in _people_of(plan)}:
            self._signed_in[name] = await self._sign_in(name)
        for name in KEPT:
            await self._keep_addresses(name)
        paid = [plan for plan in PLANS if plan.until != "unpaid"]
        turns = asyncio.Semaphore(_AT_ONCE)

        async def take_turn(plan: Plan) -> None:
            async with turns:
                await self._play(plan)

        async with asyncio.TaskGroup() as group:
            for plan in paid:
                group.create_task(take_turn(plan))
        for plan in PLANS:
            if plan.until == "unpaid":
                await self._give(plan)

    async def leave(self) -> None:
        """Sign everybody out, so that nobody finds a device they do not know."""
        for actor in self._signed_in.values():
            await actor.call("DELETE", "/session", None, 204)

    async def _sign_in(self, name: str) -> Actor:
        person_id = self._here[name]
        async with self._parts[Database].transaction() as tx:
            token, _ = await people.open_session(tx, person_id, "demo", True, self._now)
        return Actor(name, "", self._client, token, str(person_id))

    async def _keep_addresses(self, name: str) -> None:
        """What is kept already is left alone."""
        resident = self._signed_in[name]
        if await resident.call("GET", "/me/addresses", None, 200):
            return
        for place, (mobile, address) in enumerate(KEPT[name]):
            form = {"address": {"name": name, "mobile": mobile, **address}}
            await resident.put(f"/me/addresses/{named(f'address:{name}:{place}')}", form)

    async def _play(self, plan: Plan) -> None:
        gift_id, state = await self._give(plan)
        if state in ("lapsed", "not_taken_up"):
            return
        if state == "collecting":
            await self._collect(plan, gift_id)
        if state == "unpaid":
            await self._pay(plan.giver, charge_id(plan), "qr" if plan.number % 2 else "page")
            state = await self._until(plan, gift_id, lambda seen: seen["state"] != "unpaid" and seen["state"])
        if state == "waiting":
            await self._answer(plan, gift_id)
        if plan.until in ("confirmed", "cancelled", "shipped", "received"):
            await self._fulfil(plan, gift_id)
        if plan.until in ("withdrawn", "declined", "cancelled"):
            await self._until(plan, gift_id, _refunded)

    async def _collect(self, plan: Plan, gift_id: str) -> None:
        """Friends are asked to pay, and some of them do."""
        giver = self._signed_in[plan.giver]
        asked = [{"payer_id": str(self._here[name])} for name, _ in plan.asks]
        seen = await giver.post(f"/gifts/{gift_id}/asks", {"asks": asked, "why": plan.message}, expect=200)
        paid = {one["payer"]["nickname"] for one in seen["payers"]}
        due = [(name, fen) for name, fen in plan.asks if fen and name not in paid]
        for name, fen in due:
            charge = payments.ChargeId(named(f"{plan.key}:{name}"))
            await self._signed_in[name].post(f"/gifts/{gift_id}/parts", {"charge_id": str(charge), "fen": fen})
            await self._pay(name, charge, "page")
        everybody = len(paid) + len(due)
        await self._until(plan, gift_id, lambda seen: len(seen["payers"]) == everybody)

    async def _give(self, plan: Plan) -> tuple[str, str]:
        gift_id = str(named(plan.key))
        asked: Json = {
            "gift_id": gift_id,
            "charge_id": str(charge_id(plan)),
            "recipient_id": str(self._here[plan.recipient]),
            "sku_id": str(shops()[plan.shop].sku(plan.number)),
            "message": plan.message,
            "wrapping": plan.wrapping,
            "window_days": plan.window_days,
            "collect_days": 7 if plan.asks else None,
        }
        return gift_id, str((await self._signed_in[plan.giver].post("/gifts", asked))["state"])

    async def _pay(self, name: str, charge: payments.ChargeId, way: str) -> None:
        """Go to the cashier and pay there; the gateway tells the server."""
        attempt_id = named(f"attempt:{charge}")
        checkout = await self._signed_in[name].post(
            f"/charges/{charge}/attempts",
            {"attempt_id": str(attempt_id), "gateway": "alipay", "way": way},
        )
        (await self._gateway.get(checkout.get("url") or checkout["qr_code"])).raise_for_status()
        paid = await self._gateway.post(f"/admin/cashier/{attempt_id.hex}/payment")
        # Paid before, when the building of the town was interrupted: the news is on its way.
        if paid.status_code != HTTP_409_CONFLICT:
            paid.raise_for_status()

    async def _answer(self, plan: Plan, gift_id: str) -> None:
        giver, recipient = self._signed_in[plan.giver], self._signed_in[plan.recipient]
        if (await recipient.received(gift_id))["state"] != "offered":
            return
        match plan.until:
            case "waiting" | "unpaid":
                pass
            case "withdrawn":
                await giver.withdraw(gift_id)
            case "put_aside" | "declined":
                await recipient.decline(gift_id, tell=plan.until == "declined")
            case _:
                await recipient.accept(gift_id, str(shops()[plan.shop].sku(plan.number)), _address(plan))

    async def _fulfil(self, plan: Plan, gift_id: str) -> None:
        """What the shop does with the order, and the recipient with the parcel."""
        shop = shops()[plan.shop]
        keeper, recipient = self._signed_in[shop.staff], self._signed_in[plan.recipient]
        queue = await keeper.get(f"/shops/{shop.merchant_id}/orders?state=to_ship&limit=100")
        sku_id = str(shop.sku(plan.number))
        for order in (order for order in queue["items"] if order["sku_id"] == sku_id):
            path = f"/orders/{order['order_id']}"
            if plan.until == "cancelled":
                await keeper.post(f"{path}/refusal", {"reason": "cannot_deliver"}, expect=200)
                continue
            await keeper.post(f"{path}/confirmation", expect=200)
            if plan.until != "confirmed":
                label = {"carrier": "sf", "tracking_no": f"SF{named(plan.key).int % 10**12:012d}"}
                await keeper.post(f"{path}/shipment", label, expect=200)
        if plan.until == "received" and (await recipient.received(gift_id))["state"] != "received":
            await recipient.post(f"/gifts/{gift_id}/receipt", expect=200)

    async def _until(self, plan: Plan, gift_id: str, fits: Callable[[Json], Any]) -> str:
        """Look at the gift as its giver does until it is as it must be; what `fits` then says."""
        seen: Json = {}
        for _ in range(int(_PATIENCE_SECONDS / _LOOK_SECONDS)):
            seen = await self._signed_in[plan.giver].given(gift_id)
            if found := fits(seen):
                return str(found)
            await asyncio.sleep(_LOOK_SECONDS)
        raise Stuck(f"{plan.key} is {seen.get('state')} after {_PATIENCE_SECONDS} s")


def _people_of(plan: Plan) -> tuple[str, ...]:
    return plan.giver, plan.recipient, shops()[plan.shop].staff, *(name for name, _ in plan.asks)


def charge_id(plan: Plan) -> payments.ChargeId:
    """What the giver is asked to pay under."""
    return payments.ChargeId(named(f"{plan.key}:charge"))


def _refunded(seen: Json) -> bool:
    """Whether the gateway has confirmed that the giver has everything back."""
    refunds = [refund["state"] for part in seen["parts"] for refund in part["refunds"]]
    return bool(refunds) and set(refunds) == {"refunded"}


def _address(plan: Plan) -> Json:
    place = named(f"{plan.key}:address").int
    return {"name": plan.recipient, "mobile": f"199{place % 10**8:08d}", **ADDRESSES[place % len(ADDRESSES)]}
