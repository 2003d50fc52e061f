"""The money of placements, over real payments: what was delivered is the house's, and the shortfall goes back."""

from datetime import datetime

import pytest

from kith import ledger, payments
from kith.ads import change as changing
from kith.ads.audit import audit
from kith.ads.follow_charge import follow_charge
from kith.ads.forget_person import forget_person
from kith.ads.fund import fund
from kith.ads.hold_placement import hold_placement
from kith.ads.money import REVENUE
from kith.ads.placement import PlacementId, charge_id_of
from kith.ads.review import review
from kith.ads.sweep import sweep
from kith.ads.tests.corner import Corner
from kith.kit import ids
from kith.kit.sql import Database
from kith.payments.tend_attempt import tend_attempt
from kith.payments.tests.scripted import Scripted
from kith.people import PersonId
from tests.cast import ANN, EVE

PAID = payments.Paid({"placement": fund}, {"placement": hold_placement})
MOVED = payments.Moved({"placement": follow_charge})
CROWD = [PersonId(ids.derived(ANN, f"one of many {number}")) for number in range(40)]


class Till:
    """Eve's shop over a database of its own, and the gateway at which she pays."""

    def __init__(self, db: Database, now: datetime) -> None:
        self.db = db
        self.corner = Corner(now)
        self.gateway = Scripted()

    async def begin(self) -> "Till":
        async with self.db.transaction() as tx:
            await self.corner.begin(tx)
        return self

    async def approved(self, **content: object) -> PlacementId:
        async with self.db.transaction() as tx:
            placement_id = await self.corner.ask(tx, **content)
            await review(tx, self.corner.policy, placement_id, refused=None, by="Li", now=self.corner.now)
        return placement_id

    async def pay(self, placement_id: PlacementId) -> None:
        """Eve pays, and the gateway says so."""
        gateways = payments.Gateways({self.gateway.name: self.gateway})
        attempt_id, charge_id = payments.AttemptId(ids.new(self.corner.now)), charge_id_of(placement_id)
        await payments.begin(
            self.db,
            gateways,
            payments.Policy(),
            attempt_id=attempt_id,
            charge_id=charge_id,
            payer_id=EVE,
            gateway=self.gateway.name,
            way="qr",
            site="http://kith.example",
            now=self.corner.now,
        )
        self.gateway.pay(attempt_id.hex)
        await tend_attempt(
            self.db,
            gateways,
            payments.Policy(),
            PAID,
            MOVED,
            charge_id=charge_id,
            attempt_id=attempt_id,
            now=self.corner.now,
        )

    async def reach(self, placement_id: PlacementId, count: int) -> None:
        """It reaches so many."""
        async with self.db.transaction() as tx:
            offers = await self.corner.show(tx, placement_id, *CROWD[:count])
            assert await self.corner.report(tx, "view", *zip(CROWD, offers, strict=False)) == [None] * count

    async def sweep(self, **later: float) -> int:
        return await sweep(self.db, self.corner.policy, self.corner.later(**later))

    async def stands(self, placement_id: PlacementId) -> tuple[str, int, int, list[int]]:
        """Its state, what it has, what the house has earned, and what goes back."""
        async with self.db.transaction() as tx:
            state = (await self.corner.seen(tx, placement_id)).placement.state
            inside, _ = await self.corner.balances(tx, placement_id)
            earned = (await ledger.balances(tx, [REVENUE])).get(REVENUE)
            back = await payments.refunds_of(tx, [charge_id_of(placement_id)])
            assert await ledger.audit(tx) == []
        assert await audit(self.db, self.corner.policy, self.corner.now) == []
        return state, inside, earned.net if earned else 0, [one.fen for one in back]


@pytest.fixture
async def till(db: Database, now: datetime) -> Till:
    return await Till(db, now).begin()


async def test_what_was_delivered_is_the_houses_and_the_rest_goes_back(till: Till) -> None:
    placement_id = await till.approved()
    await till.pay(placement_id)
    assert await till.stands(placement_id) == ("running", 1_000, 0, [])
    await till.reach(placement_id, 40)
    assert await till.sweep(hours=12) == 0, "its last offers are still good"
    assert await till.sweep(minutes=30) == 1
    assert await till.stands(placement_id) == ("over", 0, 120, [880])
    assert await till.sweep(minutes=30) == 0


async def test_what_was_never_shown_goes_back_whole(till: Till) -> None:
    placement_id = await till.approved(model="taps", bid_fen=80)
    await till.pay(placement_id)
    async with till.db.transaction() as tx:
        await changing.change(tx, till.corner.shop, EVE, placement_id, "stopped", now=till.corner.now)
    assert await till.stands(placement_id) == ("stopped", 0, 0, [1_000])


async def test_what_was_delivered_whole_leaves_nothing(till: Till) -> None:
    placement_id = await till.approved(model="taps", bid_fen=500)
    await till.pay(placement_id)
    async with till.db.transaction() as tx:
        offers = await till.corner.show(tx, placement_id, *CROWD[:3], fen=400)
        await till.corner.report(tx, "tap", *zip(CROWD, offers, strict=False))
    await till.sweep(hours=13)
    assert await till.stands(placement_id) == ("over", 0, 1_000, [])


async def test_unpaid_it_lapses_and_nothing_is_owed(till: Till) -> None:
    placement_id = await till.approved()
    assert await till.sweep(hours=71) == 0
    assert await till.sweep(hours=1) == 1
    assert await till.stands(placement_id) == ("lapsed", 0, 0, [])


async def test_who_leaves_stops_what_she_pays_for(till: Till) -> None:
    running, unpaid = await till.approved(), await till.approved()
    await till.pay(running)
    await till.reach(running, 10)
    async with till.db.transaction() as tx:
        await forget_person(tx, EVE, till.corner.later())
    assert await till.stands(running) == ("stopped", 0, 30, [970])
    assert (await till.stands(unpaid))[0] == "stopped"


async def test_an_audit_finds_what_is_wrong(till: Till) -> None:
    placement_id = await till.approved()
    await till.pay(placement_id)
    async with till.db.transaction() as tx:
        await tx.execute("UPDATE placement_state SET reached = 7, spent_fen = 2000")
    later = till.corner.later(days=2)
    found = {one.check for one in await audit(till.db, till.corner.policy, later)}
    assert found == {"placement_spent", "placement_counted", "placement_goes_on"}
    async with till.db.transaction() as tx:
        await tx.execute("UPDATE placement_state SET state = 'stopped', due_at = NULL, ended_at = moved_at")
    assert "placement_money" in {one.check for one in await audit(till.db, till.corner.policy, later)}
