"""Where people collide: the whole application over a real database with real commits, and every hook wired.

Ann gives to Bo, Eve sells the vases. People speak HTTP, jobs run in real workers, and only the far side of the payment
gateway is scripted. Time is the machine's own; sweeps that are told a later time play what the clock will do.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from msgspec import to_builtins

from kith import ads, campaigns, chat, envelopes, gifts, mall, payments, people, push, tasks, tills, wallet
from kith.gifts.tests.town import FEN, HOME, RING, Town
from kith.kit import clock, ids
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main.app import create_app
from kith.main.audit import audit, books
from kith.main.client import Client
from kith.main.document import Document
from kith.main.policy import Policy
from kith.main.wiring import BLOCKED, CHARGED, FOLLOWED, PAID_OUT, exporting, leaving, purse
from kith.main.worker import queue
from kith.payments.sweep import sweep
from kith.people import person as persons
from kith.people import phone as phones
from tests import cast
from tests.cast import ANN, BO, EVE

SITE = "http://kith.test"
UNITS = 60


class Arena:
    """The town, the application, and what people do at the same time."""

    def __init__(self, town: Town, parts: Parts, url: str, client: httpx.AsyncClient) -> None:
        self.town = town
        self.parts = parts
        self.home = parts[Settings].home
        self._url = url
        self._client = client
        self._heads: dict[people.PersonId, dict[str, str]] = {}
        self._labels = 0

    async def post(self, who: people.PersonId, path: str, body: object = None, method: str = "POST") -> str:
        """A request: `done`, or the code of its refusal."""
        answer = await self.ask(who, path, body, method)
        return "done" if answer.is_success else str(answer.json()["code"])

    async def ask(self, who: people.PersonId, path: str, body: object = None, method: str = "POST") -> httpx.Response:
        """A request, and its whole answer."""
        return await self._client.request(method, path, json=body, headers=await self._head(who))

    async def get(self, who: people.PersonId, path: str) -> httpx.Response:
        """What somebody reads."""
        return (await self._client.get(path, headers=await self._head(who))).raise_for_status()

    async def give(self, giver: people.PersonId, recipient: people.PersonId, sku_id: mall.SkuId) -> str:
        wish = self.town.wish(gift_id=ids.new(), charge_id=ids.new(), recipient_id=recipient, sku_id=sku_id)
        return await self.post(giver, "/gifts", to_builtins(wish))

    async def accept(
        self,
        gift_id: gifts.GiftId,
        sku_id: mall.SkuId | None = None,
        *,
        by: people.PersonId = BO,
        address: gifts.Address = HOME,
    ) -> str:
        answer = {"sku_id": str(sku_id or self.town.green), "address": to_builtins(address)}
        return await self.post(by, f"/gifts/{gift_id}/acceptance", answer)

    async def decline(self, gift_id: gifts.GiftId, *, tell: bool) -> str:
        return await self.post(BO, f"/gifts/{gift_id}/decline", {"tell": tell})

    async def withdraw(self, gift_id: gifts.GiftId) -> str:
        return await self.post(ANN, f"/gifts/{gift_id}/withdrawal")

    async def block(self, who: people.PersonId, whom: people.PersonId) -> str:
        return await self.post(who, f"/me/blocks/{whom}", method="PUT")

    async def code(self, who: people.PersonId) -> str:
        """The code that somebody asked for who wants to leave."""
        assert await self.post(who, "/me/deletion/codes") == "done"
        async with self.town.db.transaction() as tx:
            waiting = await cast.waiting.all(tx)
        for message_id in waiting:
            await people.deliver(self.town.db, self.parts[people.Sms], cast.SECRET, message_id, clock.now())
        shown = (await self._client.get("/dev/outbox?limit=1")).json()["items"]
        return "".join(c for c in shown[0]["body"] if c.isdigit())[:6]

    async def leave(self, who: people.PersonId, code: str | None = None) -> str:
        return await self.post(who, "/me/deletion", {"code": code or await self.code(who)})

    async def ship(self, gift_id: gifts.GiftId) -> str:
        self._labels += 1
        label = {"carrier": "sf", "tracking_no": f"SF20000000000{self._labels:02}"}
        return await self.post(EVE, f"/orders/{await self.town.order(gift_id)}/shipment", label)

    async def unable(self, gift_id: gifts.GiftId, reason: mall.UnableReason = "other") -> str:
        return await self.post(EVE, f"/orders/{await self.town.order(gift_id)}/refusal", {"reason": reason})

    async def correct(self, gift_id: gifts.GiftId) -> str:
        return await self.post(BO, f"/gifts/{gift_id}/address", to_builtins(HOME), "PUT")

    async def cancel(self, gift_id: gifts.GiftId, who: people.PersonId, **span: float) -> str:
        """Somebody cancels when so much time has passed."""
        try:
            async with self.town.db.transaction() as tx:
                await gifts.cancel(tx, gift_id, who, clock.now() + timedelta(**span))
        except Refusal as refusal:
            return refusal.code
        return "done"

    async def notify(self, number: str, outcome: str, **more: Any) -> str:
        """The gateway tells us something, under a new number of its own."""
        body = self.town.gateway.note(number, outcome, note_id=ids.new().hex, **more)
        answer = await self._client.post(f"/gateways/{self.town.gateway.name}/notifications", content=body)
        return answer.text

    def sign_out(self) -> None:
        """Whoever asks next signs in again."""
        self._heads.clear()

    async def callback(self, body: bytes, headers: dict[str, str]) -> None:
        """The carriers' gateway tells us something, signed."""
        (await self._client.post("/carriers/tracker/callbacks", content=body, headers=headers)).raise_for_status()

    async def time(self, **span: float) -> str:
        """What the clock does when so much time has passed."""
        await gifts.sweep(self.town.db, self.town.policy, clock.now() + timedelta(**span))
        return "done"

    async def sweep(self) -> str:
        await self.town.sweep()
        return "done"

    async def work(self, workers: int = 2) -> str:
        """Workers, each of several hands, do all the jobs there are."""
        async with queue(self._url).open_async() as app:
            await asyncio.gather(
                *(
                    app.run_worker_async(
                        wait=False,
                        concurrency=4,
                        install_signal_handlers=False,
                        additional_context={"parts": self.parts},
                        listen_notify=False,
                    )
                    for _ in range(workers)
                )
            )
        return "done"

    async def together(self, *deeds: Coroutine[Any, Any, str], seed: int) -> tuple[str, ...]:
        """Run all at once, or, as the seed has it, one of them a little late: what became of each."""
        chance, late = random.Random(seed), seed % (len(deeds) + 1)

        async def one(place: int, deed: Coroutine[Any, Any, str]) -> str:
            await asyncio.sleep(chance.uniform(0, 0.01) + (0.04 if place == late else 0))
            return await deed

        return tuple(await asyncio.gather(*(one(place, deed) for place, deed in enumerate(deeds, 1))))

    async def befriend(self) -> None:
        """Ann and Bo are friends, whatever was between them."""
        now = clock.now()
        async with self.town.db.transaction() as tx:
            for one, other in ((ANN, BO), (BO, ANN)):
                await people.unblock(tx, one, other)
            await cast.befriend(tx, ANN, BO, now)
        self.town.now = now

    async def heal(self, **span: float) -> None:
        """So much later the sweeps have been through; what they want paid back is."""
        town = self.town
        town.now = clock.now()
        await town.sweep(**span)
        await sweep(
            town.db, town.gateways, payments.Policy(), town.paid, town.charged, now=town.now + timedelta(days=5)
        )

    async def check(self) -> None:
        """No finding, and every fen explained."""
        assert await audit(self.parts) == []
        async with self.town.db.transaction() as tx:
            assert (await books(tx)).difference == 0

    async def captured(self) -> int:
        """How many gifts' worth of money came in."""
        async with self.town.db.transaction() as tx:
            return (await books(tx)).captured // FEN

    async def given_back(self, gift_id: gifts.GiftId) -> list[int]:
        """What the gateway gave back of the gift's payment."""
        async with self.town.db.transaction() as tx:
            rows = await tx.execute(
                "SELECT attempt_id FROM attempt JOIN part USING (charge_id) WHERE gift_id = %s", [gift_id]
            )
            numbers = [row[0].hex for row in await rows.fetchall()]
        return [fen for number in numbers for fen in self.town.gateway.trades[number].refunds.values()]

    async def _head(self, who: people.PersonId) -> dict[str, str]:
        if who not in self._heads:
            self._heads[who] = await cast.bearer(self.town.db, who)
        return self._heads[who]


async def newcomers(db: Database, count: int, now: datetime) -> list[people.PersonId]:
    """So many people; each two of them are friends."""
    found: list[people.PersonId] = []
    async with db.transaction() as tx:
        for number in range(count):
            person, phone = people.PersonId(ids.new()), f"+86137{number:08}"
            phone_key = cast.SECRET.phone_key(phone)
            await persons.add.run(tx, person_id=person, phone_key=phone_key, now=now)
            sealed = cast.SECRET.seal(phone, phone_key)
            await phones.add.run(tx, phone_key=phone_key, person_id=person, sealed_number=sealed, now=now)
            form = people.ProfileForm(nickname=f"N{number}", gender="unsaid", birthday=cast.BIRTHDAY)
            await people.save_profile(tx, people.Policy(), person, form, now)
            if number % 2:
                await cast.befriend(tx, found[-1], person, now)
            found.append(person)
    return found


@asynccontextmanager
async def arena(db: Database, url: str, home: Path, units: int = UNITS) -> AsyncGenerator[Arena]:
    """The arena over an empty database."""
    town = await Town(db, clock.now()).build(units=units)
    async with db.transaction() as tx:
        await people.set_door(tx, BO, people.Door("friends", 100_000, 100), town.now)
    carrier = mall.Tracker("tracker", url="http://127.0.0.1:9", key="key", secret="secret", callback_url=SITE)
    parts = cast.parts(
        db,
        Settings(home=home),
        Document(),
        Client(),
        RING,
        town.gateways,
        mall.Carriers(carrier),
        town.paid,
        payments.Moved(CHARGED),
        payments.PayoutMoved(PAID_OUT),
        town.moved,
        people.Blocked(BLOCKED),
        people.NewFollower(FOLLOWED),
        people.Evidence(gifts.quote, chat.quote),
        exporting(Policy(), cast.SECRET, RING),
        leaving(wallet.Policy()),
        purse(wallet.Policy(), "simulated"),
        wallet.Checkers(None),
        wallet.Policy(),
        town.policy,
        ads.Policy(),
        envelopes.Policy(),
        campaigns.Policy(),
        tasks.Policy(),
        payments.Policy(),
        tills.Policy(),
        mall.Policy(),
        mall.OrderPolicy(),
        push.Policy(),
    )
    transport = httpx.ASGITransport(create_app(parts))  # pyright: ignore[reportArgumentType] the two type ASGI apart
    try:
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
            yield Arena(town, parts, url, client)
    finally:
        await carrier.disconnect()
