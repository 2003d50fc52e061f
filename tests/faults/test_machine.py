"""Whatever people, the shop, the carrier, the gateway and time do, in whichever order: every answer and every view is
the model's, and in the end so is the money."""

import asyncio
import itertools
import sys
from collections import Counter
from collections.abc import Coroutine, Generator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, get_args
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from kith import gifts, mall, payments, people
from kith.gifts.tests.town import FEN, HOME
from kith.kit import clock, ids
from kith.kit.sql import Database
from kith.mall import shipment as shipments
from kith.mall.apply_callback import apply_callback
from kith.payments.sweep import sweep
from kith.simulator.carrier import signature
from tests import cast
from tests.arena import Arena, arena
from tests.cast import EVE
from tests.faults.model import ENDED, KEPT, UNPAID_AT_ONCE, Gift, Model, State

UNITS = UNPAID_AT_ONCE + 2
NAMES = ("Ann", "Bo")
SPANS = (
    *(timedelta(minutes=minutes) for minutes in (1, 11, 31)),
    *(timedelta(hours=hours) for hours in (5, 14, 25)),
    *(timedelta(days=days) for days in (3, 5, 8, 16)),
)
SHORTLY = timedelta(minutes=10)
SHORT_CUTS = ("offered", "told", "quiet", "accepted", "shipped", "carried")
ANY = st.integers(0, 99)

Result = TypeVar("Result")


class World:
    """The real thing: one application over one database for all examples, driven from code that does not wait."""

    def __init__(self, runner: asyncio.Runner, found: Arena, clock_file: Path) -> None:
        self._runner = runner
        self._clock = clock_file
        self._numbers = itertools.count(1)
        self.arena = found

    def do(self, deed: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(deed)

    def ask(self, who: people.PersonId, path: str, body: object = None, method: str = "POST") -> tuple[str, Any]:
        """`done` or the code of the refusal, and the whole answer."""
        return self.do(self._ask(who, path, body, method))

    async def newcomers(self) -> dict[str, people.PersonId]:
        """New ones for each example, with wide doors."""
        found: dict[str, people.PersonId] = {}
        async with self.arena.town.db.transaction() as tx:
            for name in NAMES:
                person = await people.join(tx, cast.SECRET, f"+86136{next(self._numbers):08}", clock.now())
                form = people.ProfileForm(nickname=name, gender="unsaid", birthday=cast.BIRTHDAY)
                await people.save_profile(tx, people.Policy(), person, form, clock.now())
                await people.set_door(tx, person, people.Door("friends", 100_000, 1000), clock.now())
                found[name] = person
            await cast.befriend(tx, *found.values(), clock.now())
        return found

    async def goods(self) -> mall.SkuId:
        """Something new of which there are few."""
        town, name = self.arena.town, f"p{next(self._numbers)}"
        variant = mall.DraftVariant("v", {}, FEN, UNITS)
        draft = mall.Draft(name, "home", name, "", "", "530000", [], 48, [], [], [variant])
        product_id = mall.product_id(town.shop, name)
        async with town.db.transaction() as tx:
            await mall.enter_products(tx, town.shop, [draft], by="test", now=clock.now())
            await mall.review(tx, product_id, "approved", by="test", why="", now=clock.now())
        return mall.sku_id(product_id, "v")

    async def settle(self) -> None:
        """Do what jobs do: read what gateway and carrier told us, send refunds, close what is over."""
        town, now = self.arena.town, clock.now()
        await sweep(town.db, town.gateways, payments.Policy(), town.paid, town.charged, now=now)
        async with town.db.transaction() as tx:
            left = await shipments.left_behind.all(tx, before=now, limit=100)
        for callback_id in left:
            async with town.db.transaction() as tx:
                parts = self.arena.parts
                await apply_callback(
                    tx,
                    parts[mall.Carriers],
                    parts[mall.OrderMoved],
                    parts[mall.OrderPolicy],
                    callback_id=callback_id,
                    now=now,
                )

    async def tell(self, number: str) -> None:
        """The gateway says that it is paid."""
        assert await self.arena.notify(number, "paid") == "success"

    async def carry(self, tracking_no: str, status: str) -> None:
        """The carrier says where the parcel is."""
        event = {"status": status, "at": clock.now(), "note": ""}
        body = msgspec.json.encode({"carrier": "sf", "tracking_no": tracking_no, "events": [event]})
        stamp = str(int(clock.real_now().timestamp()))
        await self.arena.callback(
            body, {"X-Carrier-Timestamp": stamp, "X-Carrier-Signature": signature("secret", stamp, body)}
        )

    def advance(self, span: timedelta) -> None:
        """Let time pass, and do what is due by then."""
        clock.set_offset(self._clock, clock.offset() + span)
        self.arena.sign_out()
        self.do(gifts.sweep(self.arena.town.db, self.arena.town.policy, clock.now()))

    async def _ask(self, who: people.PersonId, path: str, body: object, method: str) -> tuple[str, Any]:
        answer = await self.arena.ask(who, path, body, method)
        said = answer.json() if answer.content else None
        assert answer.status_code < 500, answer.text
        return ("done" if answer.is_success else str(said["code"])), said


class Machine(RuleBasedStateMachine):
    """The world and the model, side by side."""

    world: World
    reached: Counter[str]

    @initialize()
    def begin(self) -> None:
        self.persons = self.world.do(self.world.newcomers())
        self.sku_id = self.world.do(self.world.goods())
        self.ids: list[str] = []
        self.charges: list[str] = []
        self.trades: list[list[str]] = []
        self.labels: list[str] = []
        self.untold: list[int] = []
        self.model = Model(UNITS)
        self.earned = self._till()
        self.model.follows = set(itertools.permutations(NAMES, 2))

    @rule(giver=st.sampled_from(NAMES), days=st.sampled_from((1, 3)))
    def give(self, giver: str, days: int) -> None:
        recipient = NAMES[1 - NAMES.index(giver)]
        gift_id, charge_id = str(ids.new()), str(ids.new())
        wish = {"gift_id": gift_id, "charge_id": charge_id, "recipient_id": str(self.persons[recipient])}
        expected = self.model.give(giver, recipient, days, clock.now())
        wish |= {"sku_id": str(self.sku_id), "window_days": days}
        assert self.world.ask(self.persons[giver], "/gifts", wish)[0] == expected
        if expected == "done":
            self.ids.append(gift_id)
            self.charges.append(charge_id)
            self.trades.append([])
            self.labels.append(f"SF{ids.digits(11)}7")
            self._look(len(self.ids) - 1)

    @precondition(lambda self: self.ids)
    @rule(which=ANY, way=st.sampled_from(("page", "qr")))
    def open_cashier(self, which: int, way: str) -> None:
        place, gift = self._gift(which)
        attempt = {"attempt_id": str(ids.new()), "gateway": "scripted", "way": way}
        said, _ = self._as(gift.giver, f"/charges/{self.charges[place]}/attempts", attempt)
        assert said == ("done" if gift.state == "unpaid" else "charge_paid" if gift.offered else "charge_over")
        if said == "done":
            self.trades[place].append(attempt["attempt_id"].replace("-", ""))

    @precondition(lambda self: self.ids)
    @rule(which=ANY)
    def buyer_pays(self, which: int) -> None:
        """At whichever cashier is open, also when the gift is long over."""
        place, _ = self._gift(which)
        gateway = self.world.arena.town.gateway
        for number in self.trades[place]:
            if gateway.trades[number].state == "waiting":
                gateway.pay(number)
                self.untold.append(place)
                return

    @rule(times=st.integers(1, 2))
    def gateway_tells(self, times: int) -> None:
        self._tell(times)

    @rule(giver=st.sampled_from(NAMES), days=st.sampled_from((1, 3)), then=st.sampled_from(SHORT_CUTS))
    def hurry(self, giver: str, days: int, then: str) -> None:
        """The ways that most gifts go, in one step, so that what comes after is tried often."""
        gifts_before = len(self.ids)
        self.give(giver, days)
        if len(self.ids) == gifts_before:
            return
        last = len(self._open()) - 1
        self.open_cashier(last, "page")
        self.buyer_pays(last)
        self.gateway_tells(1)
        if then in ("told", "quiet"):
            self.decline(last, tell=then == "told")
        if then in ("accepted", "shipped", "carried"):
            self.accept(last)
        if then in ("shipped", "carried"):
            self.ship(len(self._ordered()) - 1)
        if then == "carried":
            self.carrier_says(len(self._sent()) - 1, delivered=False)

    @precondition(lambda self: self.model.available > UNPAID_AT_ONCE)
    @rule(giver=st.sampled_from(NAMES))
    def give_without_paying(self, giver: str) -> None:
        """As often as it goes, and once more; then they are taken back."""
        before = len(self.ids)
        for _ in range(UNPAID_AT_ONCE + 1):
            self.give(giver, 1)
        for place in range(before, len(self.ids)):
            self._withdraw(place)

    @precondition(lambda self: self.ids)
    @rule(which=ANY)
    def withdraw(self, which: int) -> None:
        self._withdraw(self._gift(which)[0])

    @precondition(lambda self: self.ids)
    @rule(which=ANY)
    def accept(self, which: int) -> None:
        place, gift = self._gift(which)
        answer = {"sku_id": str(self.sku_id), "address": msgspec.to_builtins(HOME)}
        expected = self.model.accept(gift, clock.now())
        assert self._as(gift.recipient, f"/gifts/{self.ids[place]}/acceptance", answer)[0] == expected
        self._look(place)

    @precondition(lambda self: self.ids)
    @rule(which=ANY, tell=st.booleans())
    def decline(self, which: int, tell: bool) -> None:
        place, gift = self._gift(which)
        expected = self.model.decline(gift, tell=tell, now=clock.now())
        assert self._as(gift.recipient, f"/gifts/{self.ids[place]}/decline", {"tell": tell})[0] == expected
        self._look(place)

    @precondition(lambda self: self._ordered())
    @rule(which=ANY)
    def ship(self, which: int) -> None:
        place, gift = self._ordered_gift(which)
        label = {"carrier": "sf", "tracking_no": self.labels[place]}
        expected = self.model.ship(gift, clock.now())
        assert self.world.ask(EVE, f"/orders/{self._order(place)}/shipment", label)[0] == expected
        self._look(place)

    @precondition(lambda self: self._ordered())
    @rule(which=ANY)
    def shop_is_unable(self, which: int) -> None:
        place, gift = self._ordered_gift(which)
        expected = self.model.refuse(gift, clock.now())
        reason = {"reason": "cannot_deliver"}
        assert self.world.ask(EVE, f"/orders/{self._order(place)}/refusal", reason)[0] == expected
        self._look(place)

    @precondition(lambda self: self._sent())
    @rule(which=ANY, delivered=st.booleans())
    def carrier_says(self, which: int, delivered: bool) -> None:
        places = self._sent()
        place = places[which % len(places)]
        gift = self.model.gifts[place]
        self._tell(1)
        self.world.do(self.world.carry(self.labels[place], "delivered" if delivered else "in_transit"))
        self.model.carrier(gift, delivered=delivered, now=clock.now())
        self.world.do(self.world.settle())
        self._look(place)

    @precondition(lambda self: self.ids)
    @rule(which=ANY)
    def confirm(self, which: int) -> None:
        place, gift = self._gift(which)
        expected = self.model.confirm(gift, clock.now())
        assert self._as(gift.recipient, f"/gifts/{self.ids[place]}/receipt")[0] == expected
        self._look(place)

    @rule(
        one=st.sampled_from(NAMES), how=st.sampled_from(("follow", "follow", "unfollow", "block", "unblock", "unblock"))
    )
    def tie(self, one: str, how: str) -> None:
        other = NAMES[1 - NAMES.index(one)]
        path = f"/me/{'following' if 'follow' in how else 'blocks'}/{self.persons[other]}"
        said, _ = self._as(one, path, method="DELETE" if how.startswith("un") else "PUT")
        if how == "follow":
            assert said == self.model.follow(one, other)
            return
        assert said == "done"
        if how == "block":
            self.model.block(one, other, clock.now())
            self._look_at_all()
        elif how == "unblock":
            self.model.unblock(one, other)
        else:
            self.model.unfollow(one, other)

    @rule(
        method=st.sampled_from(("refund", "query", "query_refund", "close")),
        fault=st.sampled_from(("lost", "lost_after", "pending")),
    )
    def gateway_fails(self, method: str, fault: str) -> None:
        if fault != "pending" or method == "refund":
            self.world.arena.town.gateway.faults[method].append(fault)  # pyright: ignore[reportArgumentType] a literal

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: timedelta) -> None:
        self.world.advance(span)
        self.model.pass_time(clock.now())
        self._tell(1)
        self._look_at_all()

    @precondition(lambda self: any(gift.due for gift in self.model.gifts))
    @rule(which=ANY)
    def a_deadline_is_near(self, which: int) -> None:
        """Until shortly before time would do something: it has not yet."""
        due = [gift.due[1] for gift in self.model.gifts if gift.due]
        span = due[which % len(due)] - SHORTLY - clock.now()
        if span > timedelta():
            self.time_passes(span)

    def teardown(self) -> None:
        if sys.exc_info()[0] is not None or not hasattr(self, "model"):
            # What went wrong before is the news.
            return
        for _ in range(3):
            self.time_passes(timedelta(days=25))
        for _ in range(8):
            self.world.advance(timedelta(hours=7))
            self.world.do(self.world.settle())
        trades = self.world.arena.town.gateway.trades
        for place, gift in enumerate(self.model.gifts):
            mine = [trades[number] for number in self.trades[place]]
            kept = sum(trade.fen * (trade.state == "paid") - sum(trade.refunds.values()) for trade in mine)
            assert kept == (FEN if gift.state in KEPT else 0), (gift, kept)
            assert gift.settled == (gift.state == "received")
        self._note()
        self.world.do(self.world.arena.check())

    def _tell(self, times: int) -> None:
        """The gateway tells of all that was paid, and what follows from it happens."""
        untold, self.untold = self.untold, []
        for place in untold:
            for number in self.trades[place]:
                if self.world.arena.town.gateway.trades[number].state == "paid":
                    for _ in range(times):
                        self.world.do(self.world.tell(number))
        self.world.do(self.world.settle())
        for place in untold:
            self.model.captured(self.model.gifts[place], clock.now())
            self._look(place)

    def _withdraw(self, place: int) -> None:
        gift = self.model.gifts[place]
        expected = self.model.withdraw(gift, clock.now())
        assert self._as(gift.giver, f"/gifts/{self.ids[place]}/withdrawal")[0] == expected
        self._look(place)

    def _look(self, place: int) -> None:
        """Both sides of a gift, and what is left of the goods."""
        gift, gift_id = self.model.gifts[place], self.ids[place]
        _, given = self._as(gift.giver, f"/me/given/{gift_id}", method="GET")
        assert given["state"] == gift.seen_by_giver(clock.now())
        if gift.came or not gift.offered:
            said, received = self._as(gift.recipient, f"/me/received/{gift_id}", method="GET")
            assert (received["state"] if said == "done" else None) == gift.seen_by_recipient()
        assert self.world.do(self.world.arena.town.available(self.sku_id)) == self.model.available

    def _look_at_all(self) -> None:
        for name in NAMES:
            for side in ("given", "received"):
                _, page = self._as(name, f"/me/{side}?limit=100", method="GET")
                seen = {item["gift_id"]: item["state"] for item in page["items"]}
                assert seen == self._expected(name, side)
        assert self._till() - self.earned == FEN * sum(gift.settled for gift in self.model.gifts)
        assert self.world.do(self.world.arena.town.available(self.sku_id)) == self.model.available

    def _till(self) -> int:
        """What the shop has earned of all gifts."""
        said, money = self.world.ask(EVE, f"/shops/{self.world.arena.town.shop}/money", method="GET")
        assert said == "done"
        return int(money["available_fen"])

    def _expected(self, name: str, side: str) -> dict[str, str]:
        pairs = zip(self.ids, self.model.gifts, strict=True)
        if side == "given":
            return {gift_id: gift.seen_by_giver(clock.now()) for gift_id, gift in pairs if gift.giver == name}
        return {
            gift_id: seen for gift_id, gift in pairs if gift.recipient == name and (seen := gift.seen_by_recipient())
        }

    def _as(self, name: str, path: str, body: object = None, method: str = "POST") -> tuple[str, Any]:
        return self.world.ask(self.persons[name], path, body, method)

    def _gift(self, which: int) -> tuple[int, Gift]:
        """Rather one that is not over."""
        on = self._open()
        places = [*on, *on, len(self.ids) - 1]
        place = places[which % len(places)]
        return place, self.model.gifts[place]

    def _open(self) -> list[int]:
        return [place for place, gift in enumerate(self.model.gifts) if gift.state not in ENDED]

    def _sent(self) -> list[int]:
        return [place for place in self._open() if self.model.gifts[place].state in ("shipped", "in_delivery")]

    def _ordered(self) -> list[int]:
        return [
            place for place, gift in enumerate(self.model.gifts) if "accepted" in [state for state, _ in gift.steps]
        ]

    def _ordered_gift(self, which: int) -> tuple[int, Gift]:
        places = self._ordered()
        place = places[which % len(places)]
        return place, self.model.gifts[place]

    def _note(self) -> None:
        """Remember which states were reached, so that the test can say what it has tried."""
        self.reached.update(state for gift in self.model.gifts for state, _ in gift.steps)
        self.reached.update("quiet" for gift in self.model.gifts if gift.quiet)
        self.reached.update("never came" for gift in self.model.gifts if gift.offered and not gift.came)

    def _order(self, place: int) -> str:
        return str(self.world.do(self.world.arena.town.order(gifts.GiftId(UUID(self.ids[place])))))


@pytest.fixture
def world(fresh_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[World]:
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            db = runner.run(stack.enter_async_context(Database(fresh_url, size=8)))
            found = runner.run(stack.enter_async_context(arena(db, fresh_url, tmp_path)))
            yield World(runner, found, tmp_path / "clock")
        finally:
            runner.run(stack.aclose())


def test_the_world_is_as_the_model_says(world: World, request: pytest.FixtureRequest, *, thorough: bool) -> None:
    given: int = request.getfixturevalue("seed")

    @seed(given)
    class Seeded(Machine):
        pass

    Seeded.world, Seeded.reached = world, Counter()
    examples, steps = (400, 60) if thorough else (24, 30)
    # To make a failure small takes minutes: that is for the long run.
    phases = (Phase.generate, Phase.shrink) if thorough else (Phase.generate,)
    run_state_machine_as_test(
        Seeded,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"\nseed {given}: {dict(Seeded.reached)}")
    wanted = {*get_args(State), "quiet", *(["never came"] if thorough else [])}
    assert wanted <= set(Seeded.reached)
