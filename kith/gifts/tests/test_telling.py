"""Whoever has a gift is told exactly when what they see of it changes, and never otherwise.

After every single commit, whoever made it, all that each party sees is compared with what they saw before it, and held
against the events that came in it. What time alone changes must be told by the sweep that follows.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
import pytest

from kith import gifts, notices, payments, people
from kith.gifts import diary as diaries
from kith.gifts import gift as rows
from kith.gifts.list_paid import list_paid
from kith.gifts.show_ask import show_ask
from kith.gifts.tests.town import FEN, LESS, Town
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Tx
from kith.mall.correct_shipment import correct_shipment
from kith.mall.order_policy import OrderPolicy
from kith.payments.show_charge import show_charge
from tests.cast import ANN, BO, CHEN, EVE

AROUND = {"recipient", "giver", "shop", "shop_blocked", "choices"}
"""What a view shows of other things than the gift: people and shops as they are now, stock."""


class Place(NamedTuple):
    """One thing as one person sees it."""

    person: people.PersonId
    kind: notices.Kind
    ref: UUID


class Witness(Database):
    """A database that looks at everything after each commit of what was written."""

    town: Town
    watching = False

    def __init__(self, url: str) -> None:
        super().__init__(url, size=20)
        self.one_at_a_time = asyncio.Lock()
        self.seen: dict[Place, object] = {}
        self.owed: set[Place] = set()
        self.heard: dict[people.PersonId, int] = {}
        self.told: list[tuple[Place, datetime]] = []

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Tx]:
        async with super().transaction() as tx:
            yield tx
            wrote = await _has_written(tx)
        if self.watching and wrote:
            await self.look()

    async def look(self) -> None:
        """Compare with the last time."""
        async with self.one_at_a_time, self.connection() as tx, tx.transaction():
            await tx.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            seen, news = await self._views(tx), await self._news(tx)
            changed = {place for place in {*seen, *self.seen} if seen.get(place) != self.seen.get(place)}
            assert changed - news == set(), "something changed and nobody was told"
            assert news - changed - self.owed == set(), "somebody was told and nothing changed"
            self.owed -= news
            self.seen = seen

    async def time_passed(self) -> None:
        """What changed by the clock alone is owed."""
        async with self.connection() as tx, tx.transaction():
            seen = await self._views(tx)
        self.owed |= {place for place in seen if seen[place] != self.seen.get(place)}
        self.seen = seen

    async def _views(self, tx: Tx) -> dict[Place, object]:
        town, found = self.town, dict[Place, object]()
        for giver in (ANN, CHEN):
            await self._as_payer(tx, giver, found)
            page = await gifts.list_given(tx, giver, limit=100, after=None, now=town.now)
            for view in page.items:
                found[Place(giver, "gift_given", view.gift_id)] = _shown(view)
        for entry in await diaries.received.all(
            tx, person_id=BO, after_at=diaries.TOP[0], after_id=diaries.TOP[1], limit=100, now=town.now
        ):
            view = await gifts.show_received(tx, entry.gift_id, BO, town.now)
            found[Place(BO, "gift_received", entry.gift_id)] = _shown(view)
        for shop in (town.shop, town.lamps):
            orders = await tx.execute(
                """SELECT order_id, state, confirmed_at, reason, carrier, tracking_no, trouble FROM shop_order
                WHERE merchant_id = %s ORDER BY 1""",
                [shop],
            )
            if queue := await orders.fetchall():
                found[Place(EVE, "shop_order", shop)] = queue
        return found

    async def _as_payer(self, tx: Tx, person: people.PersonId, found: dict[Place, object]) -> None:
        """What was asked of somebody, dismissed or not, what somebody helped to pay, and all payments."""
        asked = await tx.execute("SELECT ask_id FROM asked WHERE person_id = %s", [person])
        for (one,) in await asked.fetchall():
            found[Place(person, "ask", one)] = _shown(await show_ask(tx, one, person, self.town.now))
        for paid in (await list_paid(tx, person, limit=100, after=None, now=self.town.now)).items:
            found[Place(person, "paid_gift", paid.gift_id)] = _shown(paid)
        charges = await tx.execute("SELECT charge_id FROM charge WHERE payer_id = %s", [person])
        for (one,) in await charges.fetchall():
            charge = await show_charge(tx, self.town.gateways, one, person, self.town.now, purse=payments.Purse())
            found[Place(person, "charge", one)] = _shown(charge)

    async def _news(self, tx: Tx) -> set[Place]:
        found = await tx.execute("SELECT person_id, event_id, kind, ref, happened_at FROM event ORDER BY 1, 2")
        news = list[Place]()
        for person_id, event_id, kind, ref, happened_at in await found.fetchall():
            if event_id > self.heard.get(person_id, 0):
                self.heard[person_id] = event_id
                if kind == "gift_reminder":
                    # It says that nothing has changed.
                    continue
                news.append(Place(person_id, kind, ref))
                self.told.append((news[-1], happened_at))
        return set(news)


async def _has_written(tx: Tx) -> bool:
    """PostgreSQL numbers a transaction with the first row it writes or locks."""
    [(number,)] = await (await tx.execute("SELECT pg_current_xact_id_if_assigned()::text")).fetchall()
    return number is not None


def _shown(view: msgspec.Struct) -> object:
    return {name: getattr(view, name) for name in view.__struct_fields__ if name not in AROUND}


class Watched(Town):
    """The town, where nothing goes unnoticed."""

    db: Witness

    async def pass_time(self, **span: float) -> None:
        """Move the clock on; the sweep tells what that alone has changed."""
        self.later(**span)
        await self.db.time_passed()
        await self.sweep()
        assert self.db.owed == set(), "time changed something, and nobody was told"

    async def correct_number(self, gift_id: gifts.GiftId, number: str) -> None:
        async with self.db.transaction() as tx:
            await correct_shipment(
                tx,
                self.moved,
                OrderPolicy(),
                order_id=await self.order(gift_id),
                person_id=EVE,
                carrier="sf",
                tracking_no=number,
                now=self.now,
            )


@pytest.fixture
async def watched(fresh_url: str, now: datetime) -> AsyncGenerator[Watched]:
    async with Witness(fresh_url) as db:
        town = db.town = Watched(db, now)
        await town.build(units=50)
        await town.open_lamps(units=50, staff=EVE)
        town.policy = gifts.Policy(unpaid_gifts=50, asks_a_day=50, ask_again_days=1, weekly_fen=10_000_000)
        await town.befriend(ANN, CHEN)
        async with db.transaction() as tx:
            await people.set_door(tx, BO, people.Door("friends", 100_000, 100), now)
        await db.look()
        db.watching = True
        yield town


class Play:
    """Chance deeds by everybody, in any order."""

    def __init__(self, town: Watched, seed: int, *, together: bool = False) -> None:
        self.town = town
        self.weights = WEIGHTS | TOGETHER if together else WEIGHTS
        self.chance = random.Random(seed)
        self.gifts: list[gifts.GiftId] = []
        self.numbers: dict[gifts.GiftId, str] = {}
        self.askers: dict[gifts.GiftId, people.PersonId] = {}
        self.done: list[str] = []
        self.gone: set[str] = set()

    async def play(self, deeds: int) -> None:
        names = [name for name, weight in self.weights.items() for _ in range(weight)]
        for _ in range(deeds):
            name = self.chance.choice(names)
            self.done.append(name)
            with suppress(Refusal, LookupError):
                await DEEDS[name](self, self.chance.choice(self.gifts[-4:]) if self.gifts else await self.give())

    async def give(self, _: object = None) -> gifts.GiftId:
        days = self.chance.choice([1, 3])
        hour = self.town.now.replace(second=0, microsecond=0) + timedelta(minutes=self.chance.randint(1, 2000))
        manner: dict[str, object] = {"send_at": hour, "pay": self.chance.choice(["now", "then"])}
        gift_id = await self.town.give(
            self.chance.choice([ANN, ANN, CHEN]),
            window_days=days,
            sku_id=self.chance.choice([self.town.green] * 7 + [self.town.golden]),
            anonymous=self.chance.random() < 0.3,
            **manner if self.chance.random() < 0.3 else {},
        )
        self.gifts.append(gift_id)
        if self.chance.random() < 0.8:
            await self.town.pay(gift_id)
        return gift_id

    def number(self, gift_id: gifts.GiftId) -> str:
        return self.numbers.setdefault(gift_id, f"SF{ids.digits(13)}")

    async def correct(self, gift_id: gifts.GiftId) -> None:
        number = f"SF{ids.digits(13)}"
        await self.town.correct_number(gift_id, number)
        self.numbers[gift_id] = number

    async def go_on(self, gift_id: gifts.GiftId) -> None:
        """What happens to a gift when all is well."""
        state = await self.town.state(gift_id)
        if state in ON:
            await DEEDS[ON[state]](self, gift_id)
            self.gone.add(state)

    async def repeat(self, gift_id: gifts.GiftId) -> None:
        for _ in range(2):
            await self.town.carrier("in_transit", self.number(gift_id))

    async def collect(self, _: object = None) -> None:
        """Ann and Chen let each other pay, by asking or over the link."""
        asker, friend = self.chance.choice([(ANN, CHEN), (CHEN, ANN)])
        gift_id = await self.town.collect(asker, collect_days=self.chance.choice([1, 3]))
        self.gifts.append(gift_id)
        self.askers[gift_id] = asker
        if self.chance.random() < 0.5:
            await self.town.ask(gift_id, friend, asker=asker)
        else:
            await self.town.come(await self.town.link(gift_id, asker), friend)

    async def pay_part(self, gift_id: gifts.GiftId) -> None:
        """Somebody is about to pay some, or does, or pays all that is left."""
        payer = self.chance.choice([ANN, CHEN])
        left = (await self.town.giver(gift_id, self.askers[gift_id])).left_fen
        fen = self.chance.choice([left, max(left // 2, 1)])
        if self.chance.random() < 0.3:
            await self.town.open_part(gift_id, payer, fen)
        else:
            await self.town.pay_part(gift_id, payer, fen)

    async def withdraw(self, gift_id: gifts.GiftId) -> None:
        async with self.town.db.transaction() as tx:
            giver = (await rows.by_id.one(tx, gift_id=gift_id)).giver_id
            await gifts.withdraw(tx, gift_id, giver, self.town.now)


Deed = Callable[[Play, gifts.GiftId], Awaitable[object]]

DEEDS: dict[str, Deed] = {
    "give": Play.give,
    "go on": Play.go_on,
    "collect": Play.collect,
    "pay a part": Play.pay_part,
    "dismiss": lambda play, gift_id: play.town.dismiss(gift_id, play.chance.choice([ANN, CHEN])),
    "pay": lambda play, gift_id: play.town.pay(gift_id),
    "accept": lambda play, gift_id: play.town.accept(gift_id),
    "accept blue": lambda play, gift_id: play.town.accept(gift_id, play.town.blue),
    "swap": lambda play, gift_id: play.town.accept(gift_id, play.town.tall),
    "swap for less": lambda play, gift_id: play.town.accept(gift_id, play.town.small, returned_fen=FEN - LESS),
    "choose again": lambda play, gift_id: play.town.accept(gift_id, play.town.blue, None),
    "sold out": lambda play, gift_id: play.town.unable(gift_id, "sold_out"),
    "cancel": lambda play, gift_id: play.town.cancel(gift_id, play.chance.choice([ANN, BO, CHEN])),
    "decline": lambda play, gift_id: play.town.decline(gift_id, tell=True),
    "decline quietly": lambda play, gift_id: play.town.decline(gift_id),
    "withdraw": Play.withdraw,
    "open": lambda play, gift_id: play.town.open(gift_id),
    "thank": lambda play, gift_id: play.town.thank(gift_id, play.chance.choice(["Thank you", "How kind"])),
    "correct address": lambda play, gift_id: play.town.correct(gift_id),
    "ship": lambda play, gift_id: play.town.ship(gift_id, play.number(gift_id)),
    "correct number": Play.correct,
    "unable": lambda play, gift_id: play.town.unable(gift_id),
    "carried": lambda play, gift_id: play.town.carrier("in_transit", play.number(gift_id)),
    "carried, said twice": Play.repeat,
    "trouble": lambda play, gift_id: play.town.carrier("exception", play.number(gift_id)),
    "delivered": lambda play, gift_id: play.town.carrier("delivered", play.number(gift_id)),
    "confirm": lambda play, gift_id: play.town.confirm(gift_id),
    "minutes": lambda play, _: play.town.pass_time(minutes=play.chance.randint(1, 40)),
    "hours": lambda play, _: play.town.pass_time(hours=play.chance.uniform(1, 20)),
    "days": lambda play, _: play.town.pass_time(days=play.chance.uniform(1, 16)),
    "block a giver": lambda play, _: play.town.block(BO, CHEN),
    "be blocked": lambda play, _: play.town.block(CHEN, BO),
}
ON = {
    "planned": "hours",
    "cooling": "days",
    "scheduled": "minutes",
    "unpaid": "pay",
    "collecting": "pay a part",
    "offered": "accept",
    "to_choose": "choose again",
    "accepted": "ship",
    "shipped": "carried",
    "in_delivery": "delivered",
}
TOGETHER = {"collect": 4, "pay a part": 12, "dismiss": 2}
"""Deeds of gifts for which friends may pay."""
WEIGHTS = {name: 2 for name in DEEDS if name not in TOGETHER} | {
    "give": 6,
    "go on": 30,
    "hours": 12,
    "block a giver": 1,
    "be blocked": 1,
}


@pytest.mark.parametrize("seed", range(12))
async def test_who_sees_a_change_is_told_and_nobody_else(watched: Watched, seed: int) -> None:
    together = seed % 3 == 2
    play = Play(watched, seed, together=together)
    try:
        await play.play(60)
        await watched.pass_time(days=40)
    except AssertionError as error:
        error.add_note(f"after {play.done}")
        raise
    assert together or play.gone
    assert "pay a part" in play.done or not together


async def test_a_whole_gift_as_giver_and_recipient_hear_it(watched: Watched) -> None:
    gift_id = await watched.offered()
    await watched.accept(gift_id)
    await watched.pass_time(hours=3)
    await watched.ship(gift_id)
    heard = {"gift_given": 0, "gift_received": 0}
    for place, _ in watched.db.told:
        if place.kind in heard and place.ref == gift_id:
            heard[place.kind] += 1
    assert heard == {"gift_given": 3, "gift_received": 3}
    await watched.pass_time(hours=12)
    assert watched.db.told[-1] == (Place(ANN, "gift_given", gift_id), datetime.fromisoformat("2026-03-02T00:00+08:00"))


async def test_the_giver_hears_of_a_step_at_the_same_moment_whatever_its_hour(watched: Watched) -> None:
    early, late = await watched.offered(ANN), await watched.offered(CHEN)
    for gift_id in (early, late):
        await watched.accept(gift_id)
    before = len(watched.db.told)
    await watched.pass_time(hours=1)
    await watched.ship(early)
    await watched.pass_time(hours=9)
    await watched.ship(late, "SF1234567890124")
    of_givers = [(place.ref, at) for place, at in watched.db.told[before:] if place.kind == "gift_given"]
    assert of_givers == []
    await watched.pass_time(hours=3)
    of_givers = [(place.ref, at) for place, at in watched.db.told[before:] if place.kind == "gift_given"]
    midnight = datetime.fromisoformat("2026-03-02T00:00+08:00")
    assert dict(of_givers) == {early: midnight, late: midnight}
    assert len(of_givers) == 2


async def test_a_step_of_the_new_day_is_told_a_day_later_though_the_sweep_was_late(watched: Watched) -> None:
    gift_id = await watched.accepted()
    await watched.ship(gift_id)
    watched.later(hours=20)
    await watched.db.time_passed()
    await watched.carrier("in_transit")
    before = len(watched.db.told)
    await watched.pass_time(minutes=1)
    await watched.pass_time(days=1)
    steps = [at for place, at in watched.db.told[before:] if place.kind == "gift_given"]
    first = datetime.fromisoformat("2026-03-02T00:00+08:00")
    assert steps == [first, first + timedelta(days=1)]


async def test_quietly_declined_and_unanswered_are_told_alike(watched: Watched) -> None:
    """The giver hears the same, of each gift, at the same moments."""
    declined, ignored = await watched.offered(ANN), await watched.offered(CHEN)
    await watched.decline(declined)
    for _ in range(20):
        await watched.pass_time(hours=5)
    told = {
        gift_id: [at for place, at in watched.db.told if place == Place(giver, "gift_given", gift_id)]
        for giver, gift_id in ((ANN, declined), (CHEN, ignored))
    }
    assert told[declined] == told[ignored]
    assert len(told[declined]) > 3


async def test_a_payment_that_is_turned_down_tells_of_the_refund_only(watched: Watched) -> None:
    """Its gift was withdrawn while it was paid."""
    gift_id = await watched.give()
    attempt_id = await watched.open_cashier(gift_id)
    await watched.withdraw(gift_id)
    watched.gateway.pay(attempt_id.hex)
    await watched.tend(await watched.charge(gift_id), attempt_id)
    await watched.pass_time(hours=1)
    view = await watched.giver(gift_id)
    assert [refund.state for refund in view.parts[0].refunds] == ["refunded"]
