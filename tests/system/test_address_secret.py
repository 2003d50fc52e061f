"""Nobody but the recipient and the shop that sends it learns where a gift goes, or with whom, or under which number.

A gift is played from the cashier to its receipt, and another one until the shop refuses it. After each step the giver,
a stranger and the staff of another shop try every route with every id; every byte they get is searched, and so is all
that they got while the story was played. The shop's own staff hear nothing of the giver. At the end the log, the
simulator, the database and the files are searched too.
"""

import asyncio
import re
import tempfile
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import msgspec
from psycopg import sql

from kith.kit import ids
from kith.kit.settings import load
from kith.kit.sql import Database
from kith.main.stories.actor import Actor
from kith.main.stories.instance import environment, started
from kith.main.stories.shop import Shop
from kith.main.stories.stage import Stage, staged
from tests.listener import listening
from tests.operations import Json, described, operations
from tests.system.walker import Ear, Heard, Walker, headers_of

ADDRESS: Json = {
    "name": "慕容听雪",
    "mobile": "13876501234",
    "province": "540000",
    "city": "540600",
    "district": "540630",
    "street": "静夜巷 731 号 6 单元 1904 室",
}
MOVED: Json = ADDRESS | {"street": "归鸿里 8462 号"}
ELSEWHERE: Json = ADDRESS | {
    "name": "Nobody",
    "mobile": "13000000000",
    "province": "110000",
    "city": "110100",
    "district": "110101",
    "street": "Nowhere",
}
CARRIER, NUMBER = "deppon", "DPK731046285501"
MESSAGE = "愿你岁岁平安 Godspeed"

WORDS = ("慕容", "听雪", "静夜巷", "731 号", "1904 室", "归鸿里", "8462 号", "13876501234", "西藏", "那曲", "双湖")
CODES = ("540000", "540600", "540630")
PARCEL = (CARRIER, "德邦", NUMBER, NUMBER[3:])

SAME_FOR_ALL = ("GET /openapi.json ", "GET /docs ", "GET /docs/openapi.json ")
"""They name every carrier there is. They do not change when a gift is sent."""

TABLES_OF_PARCELS = {"shop_order", "order_move", "shipment", "shipment_event", "carrier_callback"}
"""Where the mall keeps carriers and tracking numbers."""


def searching(words: Iterable[str], codes: Iterable[str] = ()) -> re.Pattern[str]:
    """Finds any of the words, and a code where it is not just a piece of a longer number or id."""
    whole = [rf"(?<![0-9a-f.-]){code}(?![0-9a-f-])" for code in codes]
    return re.compile("|".join([*map(re.escape, words), *whole]))


def forms(*names: str) -> list[str]:
    """UUIDs as they are written, with and without dashes."""
    return [form for name in names for form in (name, name.replace("-", ""))]


class Play:
    """The story, those who must not know, and what they know."""

    def __init__(self, stage: Stage, ear: Ear) -> None:
        self.stage = stage
        self.ear = ear
        self.orders: list[str] = []
        self.gifts: list[str] = []
        self.charges: list[str] = []
        self.kept: list[str] = []
        self.first_answers: dict[str, str] = {}
        self.staff_saw = False
        self.listeners = AsyncExitStack()

    async def cast(self) -> None:
        """Two friends, a stranger, two shops, and whoever among them will walk."""
        stage = self.stage
        self.giver, self.recipient = await stage.friends("Zephyrine", "Wulfric")
        self.stranger = await stage.person("Ottoline")
        self.shop: Shop = await stage.shop()
        self.rival: Shop = await stage.shop()
        served = described((await stage.client.get("/openapi.json")).json())
        doors = operations()
        assert {door.name for door in doors if door.described} == {door.name for door in served}
        roles = {"giver": self.giver, "stranger": self.stranger, "rival": self.rival.staff, "staff": self.shop.staff}
        self.roles = roles
        self.walkers = {role: Walker(stage.client, actor, doors) for role, actor in roles.items()}
        for role, actor in roles.items():
            self.ear.introduce(role, actor)
        self.imports = await self._ids(self.shop.staff, f"/shops/{self.shop.merchant_id}/imports", "import_id")
        goods = await self.shop.staff.get(f"/shops/{self.shop.merchant_id}/goods")
        self.products = [item["product"]["product_id"] for item in goods["items"]]
        self.devices = await self._ids(self.recipient, "/me/devices", "device_id")

    async def listen(self) -> None:
        """Each of them follows their events from now on."""
        self.streams = {
            role: await self.listeners.enter_async_context(listening(self.stage.settings.local_url, headers_of(actor)))
            for role, actor in self.roles.items()
        }

    async def give(self) -> None:
        """Give and pay the two gifts."""
        for _ in range(2):
            gift_id = await self.giver.give(self.recipient, self.shop.red, message=MESSAGE)
            self.gifts.append(gift_id)
            self.charges.append((await self.giver.given(gift_id))["parts"][0]["charge_id"])
            await self.stage.pay(await self.giver.begin_payment(gift_id))

    async def accept(self) -> None:
        """The recipient keeps an address, takes both gifts and corrects an address; the shop reads them."""
        self.kept = [str(ids.new())]
        await self.recipient.put(f"/me/addresses/{self.kept[0]}", {"address": ADDRESS})
        assert (await self.recipient.call("GET", "/me/addresses", None, 200))[0]["address"] == ADDRESS
        for gift_id in self.gifts:
            await self.recipient.accept(gift_id, self.shop.white, ADDRESS)
        await self.recipient.put(f"/gifts/{self.gifts[0]}/address", MOVED, expect=204)
        staff = self.shop.staff
        self.orders = await self._ids(staff, f"/shops/{self.shop.merchant_id}/orders", "order_id")
        labels = [await staff.get(f"/orders/{order_id}/address") for order_id in self.orders]
        if labels[0]["street"] != MOVED["street"]:
            self.orders.reverse()
        assert {label["street"] for label in labels} == {ADDRESS["street"], MOVED["street"]}
        assert labels[0]["district"] == "双湖县"

    async def send(self) -> None:
        """The shop sends one and refuses the other."""
        staff, (sent, refused) = self.shop.staff, self.orders
        await staff.post(f"/orders/{sent}/confirmation", expect=200)
        label = {"carrier": CARRIER, "tracking_no": NUMBER}
        await staff.post(f"/orders/{sent}/shipment", label, expect=200)
        await staff.post(f"/orders/{refused}/refusal", {"reason": "cannot_deliver"}, expect=200)
        await self.stage.settle()

    async def walk(self) -> None:
        """Everybody tries everything; nothing may be heard that is not theirs to know."""
        outside = self._known(self.giver, self.recipient, self.shop.staff)
        within = self._known() | {"gift_id": self.orders, "charge_id": self.orders}
        spare = [] if self.orders else ["withdrawGift"]
        walks = [
            self.walkers[role].walk(outside, self._bodies(), spare=spare) for role in ("giver", "stranger", "rival")
        ]
        of_staff = self.walkers["staff"].walk(within, {}, spare=["confirmOrder", "listOutbox"])
        counts = await asyncio.gather(*walks, of_staff)
        for role, stream in self.streams.items():
            self.ear.overhear(role, f"{stream.answer.headers.multi_items()}\n{stream.said}")
        assert min(counts) > 50
        delivery = searching([*WORDS, *PARCEL, *forms(*self.orders)], CODES)
        for role in ("giver", "stranger", "rival"):
            self._judge(role, delivery)
        names = (self.giver.person_id, self.recipient.person_id, *self.gifts, *self.charges)
        shown = self._judge(
            "staff", searching([*forms(*names), self.giver.name, self.giver.phone, MESSAGE, "Godspeed"])
        )
        self.staff_saw = self.staff_saw or any(delivery.search(answer.said) for answer in shown)

    def _judge(self, role: str, secrets: re.Pattern[str]) -> list[Heard]:
        heard = self.ear.take(role)
        for answer in heard:
            if answer.asked.startswith(SAME_FOR_ALL):
                assert self.first_answers.setdefault(answer.asked, answer.body) == answer.body
        own = [answer for answer in heard if not answer.asked.startswith(SAME_FOR_ALL)]
        assert own
        for answer in own:
            found = secrets.search(answer.said)
            assert not found, f"{role} heard {found[0]!r} in {answer.asked}: {answer.said[:2000]}"
        return own

    def _known(self, *people: Actor) -> dict[str, list[str]]:
        return {
            "gift_id": [*self.gifts, *self.orders[:1]],
            "charge_id": [*self.charges, *self.gifts[:1]],
            "order_id": [*self.orders, *self.gifts[:1]],
            "person_id": [actor.person_id for actor in people],
            "device_id": self.devices,
            "product_id": self.products,
            "sku_id": [self.shop.red, self.shop.white],
            "merchant_id": [str(self.shop.merchant_id), str(self.rival.merchant_id)],
            "import_id": self.imports,
            "address_id": [*self.kept, *self.gifts[:1]],
            "ask_id": self.gifts[:1],
            "export_id": self.gifts[:1],
            "passkey_id": self.gifts[:1],
            "token": ["0" * 43],
            "picture_id": ["0" * 64],
            "size": ["full"],
            "gateway": ["alipay"],
            "name": ["tracker"],
            "path": ["nowhere"],
        }

    def _bodies(self) -> dict[str, Json]:
        label = {"carrier": "sf", "tracking_no": "SF0000000000001"}
        gift_ids = {"gift_id": self.gifts[0], "charge_id": self.charges[0]}
        return {
            "giveGift": gift_ids
            | {"recipient_id": self.recipient.person_id, "sku_id": self.shop.red}
            | {"message": MESSAGE, "wrapping": "classic"},
            "beginPayment": {"attempt_id": "", "gateway": "alipay", "way": "page"},
            "acceptGift": {"sku_id": self.shop.red, "address": ELSEWHERE},
            "correctAddress": ELSEWHERE,
            "declineGift": {"tell": True},
            "saveAddress": {"address": ELSEWHERE},
            "refuseOrder": {"reason": "other"},
            "shipOrder": label,
            "correctShipment": label,
            "reportPerson": {"report_id": self.gifts[0], "reason": "other", "text": MESSAGE},
            "setStock": {"units": 1, "was": self.shop.stock},
        }

    async def _ids(self, actor: Actor, path: str, name: str) -> list[str]:
        return [item[name] for item in (await actor.get(path))["items"]]


async def search_simulator(stage: Stage, play: Play) -> None:
    """The payment provider learns how much, and nothing of what or for whom."""
    names = (play.giver.person_id, play.recipient.person_id, *play.gifts, *play.orders)
    secrets = searching([*WORDS, *PARCEL, MESSAGE, play.giver.name, play.recipient.name, *forms(*names)], CODES)
    async with httpx.AsyncClient(base_url=stage.settings.gateway_url, trust_env=False) as gateway:
        for path in ("/admin/book", "/admin/notifications"):
            answer = (await gateway.get(path)).raise_for_status()
            assert play.charges[0].replace("-", "") not in answer.text
            found = secrets.search(answer.text)
            assert not found, f"the provider knows {found[0]!r}: {path}"


async def search_database(stage: Stage) -> None:
    """No table holds an address that one can read, and only the mall's own tables hold parcels."""
    address, parcel = searching([*WORDS], CODES), searching([NUMBER, CARRIER])
    parcels = set[str]()
    async with stage.parts[Database].transaction() as tx:
        tables = await (await tx.execute("SELECT relname FROM pg_stat_user_tables")).fetchall()
        for (table,) in tables:
            rows = await (await tx.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))).fetchall()
            for row in rows:
                text = "\n".join(map(written, row))
                found = address.search(text)
                assert not found, f"{table} holds {found[0]!r}"
                if parcel.search(text):
                    parcels.add(table)
    assert parcels
    assert parcels <= TABLES_OF_PARCELS


def written(value: object) -> str:
    """A column's value as text; bytes as what they would say if they were text."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value if isinstance(value, str) else msgspec.json.encode(value, enc_hook=str).decode()


def search_files(home: Path, people: Iterable[Actor]) -> None:
    """Neither the log nor any file of the installation holds an address; the log holds nobody's name or number."""
    log = (home / "up.log").read_text()
    assert '"level": "info"' in log
    names = [text for actor in people for text in (actor.name, actor.phone)]
    found = searching([*WORDS, *PARCEL, MESSAGE, *names], CODES).search(log)
    assert not found, f"the log says {found[0]!r}: {log[max(0, found.start() - 500) : found.end() + 200]}"
    words = [word.encode() for word in WORDS if len(word.encode()) > 8]
    files = [path for path in home.rglob("*") if path.is_file()]
    assert len(files) > 100
    for path in files:
        content = path.read_bytes()
        for word in words:
            assert word not in content, f"{path} holds {word.decode()}"


async def test_where_a_gift_goes_stays_secret() -> None:
    with tempfile.TemporaryDirectory(prefix="kith-test-") as home:
        environ = environment(Path(home)) | {"KITH_LOG_LEVEL": "debug"}
        async with started(environ), staged(load(environ)) as stage, AsyncExitStack() as stack:
            play = Play(stage, Ear(stage.client))
            stack.push_async_exit(play.listeners)
            await play.cast()
            await play.listen()
            await play.give()
            await play.walk()
            await play.accept()
            await play.walk()
            await stage.until(20)
            await play.send()
            await play.walk()
            await stage.until(12)
            await stage.recipient_sees(play.recipient, play.gifts[0], "in_delivery")
            await play.walk()
            await search_database(stage)
            await stage.advance(days=1, hours=10)
            await stage.recipient_sees(play.recipient, play.gifts[0], "received")
            await stage.until(0)
            await stage.giver_sees(play.giver, play.gifts[0], "received")
            await stage.giver_sees(play.giver, play.gifts[1], "cancelled")
            await play.walk()
            for role in ("giver", "staff"):
                await play.streams[role].until(lambda stream: len(stream.told()) > 3)
            # Whoever walks applies for a shop, too, and is told of that.
            assert play.streams["stranger"].told("shop_pass") == play.streams["rival"].told("shop_pass") == []
            kept = await play.recipient.call("GET", "/me/addresses", None, 200)
            assert [each["address"] for each in kept] == [ADDRESS]
            await search_simulator(stage, play)
            await search_database(stage)
            people = (play.giver, play.recipient, play.stranger)
            await asyncio.to_thread(search_files, Path(home), people)
            assert play.staff_saw, "what the shop itself may see was not found either"
