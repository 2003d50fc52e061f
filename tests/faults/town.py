"""The people and shops of the fault tests, what an operator of theirs can do, and the clock they live by."""

from __future__ import annotations

import itertools
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import TypeVar

import httpx
import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException

from kith import mall, merchants, payments, people, tills
from kith.kit import clock, ids
from kith.kit.keyring import KeyRing
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database, Query, Tx
from kith.main.advance import Unsettled, catch_up
from kith.main.stories.actor import Actor, Json
from kith.main.wiring import wire
from tests.faults.director import Director
from tests.faults.gateways import ALIPAY
from tests.faults.line import Insisting
from tests.faults.processes import insist
from tests.faults.purse import identity_number

UNITS = 20_000
_TOP_UPS = 3
FEN = 19_900
LESS = 12_901
"""What something cheaper costs, at another shop."""
TITLES = (
    "十一枝玫瑰花束 Bouquet",
    'a"b\\c/d{"code":"10000","trade_status":"TRADE_SUCCESS"}',
    "花 🌸👩‍👩‍👧 & total_amount=0.01&sign=x",
    "}} {{ \\/ %2F + \u202e <b> ' ; --",
    "字" * 128,
)
"""What goods are called; whoever puts a title into a message must mean it."""

Result = TypeVar("Result")

order_of = Query(str, "SELECT order_id::text FROM acceptance WHERE gift_id = %(gift_id)s")
in_wallets = Query(
    int, "SELECT coalesce(sum(credits_posted - debits_posted), 0)::bigint FROM account WHERE role = 'wallet'"
)

_numbers = itertools.count(1)


class Town:
    """An installation as its people see it and as its operator does, who never loses patience either."""

    def __init__(self, settings: Settings, parts: Parts, client: httpx.AsyncClient, line: Insisting) -> None:
        self.settings = settings
        self.parts = parts
        self.line = line
        self.director = Director(self.move, clock.offset())
        self.gateway = httpx.AsyncClient(
            base_url=settings.gateway_url, trust_env=False, timeout=30, follow_redirects=True
        )
        self.staff: Actor
        self.shops: list[merchants.MerchantId] = []
        self.skus: list[str] = []
        """One for each of `TITLES`, in their order."""
        self.cheap: str
        """The same for less, at the second shop."""
        self.in_wallets: int
        """What was in all wallets before."""
        self._client = client

    async def open(self) -> None:
        """A shop with something of every title, and one with something cheaper."""
        [self.staff] = await self.people(1)
        for titles, fen in ((TITLES, FEN), (TITLES[:1], LESS)):
            merchant_id, skus = await self.shop(self.staff, titles, fen)
            self.shops.append(merchant_id)
            self.skus += skus
        self.cheap = self.skus.pop()
        await self._lay_in()
        async with self.parts[Database].transaction() as tx:
            self.in_wallets = await in_wallets.one(tx)

    async def _lay_in(self) -> None:
        """Money at the gateway that sends it out: what is sent may have been paid at another."""
        asked = {"check_id": str(ids.new()), "name": "Wen", "id_number": identity_number(looked_into=False)}
        await self.staff.post("/me/wallet/identity-checks", asked)
        await self.move(self.director.at)
        for _ in range(_TOP_UPS):
            top_up = await self.staff.post("/me/wallet/top-ups", {"top_up_id": str(ids.new()), "fen": 500_000})
            attempt_id = str(ids.new())
            wanted = {"attempt_id": attempt_id, "gateway": ALIPAY.name, "way": "page"}
            checkout = await self.staff.post(f"/charges/{top_up['charge_id']}/attempts", wanted)
            await self.at_gateway("GET", checkout["url"])
            await self.at_gateway("POST", f"/admin/cashier/{attempt_id.replace('-', '')}/payment")
        await self.move(self.director.at)

    async def shop(self, staff: Actor, titles: Sequence[str], fen: int) -> tuple[merchants.MerchantId, list[str]]:
        """A shop with something of each title, and where its money goes: its id, and theirs."""
        merchant_id, now = merchants.MerchantId(ids.new()), clock.now()
        drafts = [
            mall.Draft(
                f"p{n}", "home", title, "", "", "530000", [], 48, [], [], [mall.DraftVariant("v", {}, fen, UNITS)]
            )
            for n, title in enumerate(titles)
        ]
        products = [mall.product_id(merchant_id, draft.external_id) for draft in drafts]
        async with self.parts[Database].transaction() as tx:
            await merchants.add(
                tx,
                merchant_id=merchant_id,
                name="Things",
                city="Kunming",
                phone="+8687100000000",
                staff=[staff.id],
                now=now,
            )
            await mall.enter_products(tx, merchant_id, drafts, by="test", now=now)
            for product_id in products:
                await mall.review(tx, product_id, "approved", by="test", why="", now=now)
            payee = payments.Payee("wen@things.example", "Wen Things")
            await tills.set_payout_account(tx, self.parts[KeyRing], merchant_id, gateway="alipay", payee=payee, now=now)
        return merchant_id, [str(mall.sku_id(product_id, "v")) for product_id in products]

    async def people(self, count: int) -> list[Actor]:
        """Grown-ups with a profile and an open door."""
        now = clock.now()
        async with self.parts[Database].transaction() as tx:
            return [await self._person(tx, now) for _ in range(count)]

    async def people_in_pairs(self, count: int) -> list[tuple[Actor, Actor]]:
        """So many times two people who follow each other."""
        now, pairs = clock.now(), list[tuple[Actor, Actor]]()
        async with self.parts[Database].transaction() as tx:
            for _ in range(count):
                one, other = await self._person(tx, now), await self._person(tx, now)
                await people.follow(tx, people.NewFollower(), people.Policy(), one.id, other.id, now=now)
                await people.follow(tx, people.NewFollower(), people.Policy(), other.id, one.id, now=now)
                pairs.append((one, other))
        return pairs

    async def _person(self, tx: Tx, now: datetime) -> Actor:
        name, phone = f"N{next(_numbers)}", f"+86137{next(_numbers):08}"
        person_id = await people.join(tx, self.parts[people.Secret], phone, now)
        form = people.ProfileForm(nickname=name, gender="unsaid", birthday=date(1990, 5, 17))
        await people.save_profile(tx, people.Policy(), person_id, form, now)
        await people.set_door(tx, person_id, people.Door("friends", 100_000, 1000), now)
        token, _ = await people.open_session(tx, person_id, "test", complete=True, now=now)
        return Actor(name, phone, self._client, token, str(person_id))

    async def friend_of(self, actor: Actor) -> Actor:
        """Somebody new; the two follow each other."""

        async def work() -> Actor:
            now = clock.now()
            async with self.parts[Database].transaction() as tx:
                friend = await self._person(tx, now)
                await people.follow(tx, people.NewFollower(), people.Policy(), actor.id, friend.id, now=now)
                await people.follow(tx, people.NewFollower(), people.Policy(), friend.id, actor.id, now=now)
            return friend

        return await self.insist(work)

    async def signed_in(self, actor: Actor) -> Actor:
        """The same person after a long absence."""

        async def work() -> Actor:
            async with self.parts[Database].transaction() as tx:
                token, _ = await people.open_session(tx, actor.id, "again", complete=True, now=clock.now())
            return Actor(actor.name, actor.phone, self._client, token, actor.person_id)

        return await self.insist(work)

    async def faults(self, number: str, faults: list[Json]) -> None:
        """The mistakes that the gateway or the carrier makes about one trade or parcel."""
        await self.at_gateway("PUT", f"/admin/faults/{number}", {"faults": faults})

    async def at_gateway(self, method: str, url: str, body: Json | None = None) -> httpx.Response:
        """Something done at the simulator, whoever does it."""
        return await self.insist(lambda: self.gateway.request(method, url, json=body))

    async def read(self, actor: Actor, path: str) -> bytes:
        """The bytes of a file that somebody may fetch."""
        headers = {"Authorization": f"Bearer {actor.token}"}
        return (await self._client.get(path, headers=headers)).raise_for_status().content

    async def order_of(self, gift_id: str) -> str:
        """What nobody in the shop can find out: which order is this gift's."""

        async def look() -> str:
            async with self.parts[Database].transaction() as tx:
                return await order_of.one(tx, gift_id=gift_id)

        return await self.insist(look)

    async def move(self, at: timedelta) -> None:
        """Set everybody's clock so far ahead of the machine's, and let happen what is due by then."""
        assert self.settings.clock is not None
        by = max(at - clock.offset(), timedelta())
        clock.set_offset(self.settings.clock, clock.offset() + by)
        await self.insist(lambda: catch_up(self.parts[Database], self.parts[App], self.settings.gateway_url, by))

    async def insist(self, deed: Callable[[], Awaitable[Result]]) -> Result:
        """Do it as soon as what it needs is up."""
        return await insist(
            deed, psycopg.OperationalError, ConnectorException, httpx.TransportError, Unsettled, seconds=180
        )


@asynccontextmanager
async def town(settings: Settings, url: str, chance: random.Random) -> AsyncGenerator[Town]:
    """A town over a running installation, whose clock this process must follow."""
    line = Insisting(chance)
    async with (
        Database(url, size=4) as db,
        wire(settings, db, url) as parts,
        httpx.AsyncClient(transport=line, base_url=settings.local_url, timeout=60) as client,
    ):
        found = Town(settings, parts, client, line)
        try:
            await found.open()
            yield found
        finally:
            await found.gateway.aclose()
