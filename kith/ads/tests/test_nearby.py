"""The nearby list with a shop in it, over HTTP: who sees what, and what is counted of it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from litestar import Litestar
from litestar.testing import AsyncTestClient

from kith import ads, merchants, people, places
from kith.ads import routes
from kith.ads import sight as sights
from kith.ads.placement import PlacementId
from kith.ads.tests.corner import BUND, Corner
from kith.kit import clock, geo, ids
from kith.kit.sql import Database
from kith.people import person as persons
from kith.people import phone as phones
from kith.places.policy import Policy as PlacesPolicy
from tests.cast import ANN, BIRTHDAY, BO, EVE, HUI, SECRET, bearer, client, enrol, parts

NOISE = places.Noise(SECRET.key_for("nearby noise"))
CROWD = [people.PersonId(ids.derived(ANN, f"one of many {number}")) for number in range(25)]
LOOKS = PlacesPolicy(looks_a_minute=200, looks_a_minute_device=200)


async def settle(db: Database, now: datetime) -> None:
    """Ann, Bo, Eve, Hui and a crowd are at the Bund."""
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
        for number, person in enumerate(CROWD):
            phone = f"+861390013{number:04}"
            key = SECRET.phone_key(phone)
            await persons.add.run(tx, person_id=person, phone_key=key, now=now)
            await phones.add.run(tx, phone_key=key, person_id=person, sealed_number=SECRET.seal(phone, key), now=now)
            form = people.ProfileForm(nickname=f"P{number}", gender="unsaid", birthday=BIRTHDAY)
            await people.save_profile(tx, people.Policy(), person, form, now)
        everybody = [ANN, BO, EVE, HUI, *CROWD]
        for person in everybody:
            await places.set_nearby(tx, SECRET, person, places.NearbyForm(sharing=True), now)
        fixes = [places.Fix(person, geo.snap(*BUND), now) for person in everybody]
        await places.check_in(tx, NOISE, PlacesPolicy(), fixes)


class Street:
    """The running parts, and who asks."""

    def __init__(self, db: Database, corner: Corner, asking: AsyncTestClient[Litestar], showcase: ads.Showcase) -> None:
        self.db = db
        self.corner = corner
        self.asking = asking
        self.showcase = showcase

    async def page(self, who: people.PersonId, query: str = "") -> dict[str, object]:
        answer = await self.asking.get(f"/nearby{query}", headers=await bearer(self.db, who))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ad(self, who: people.PersonId, query: str = "") -> dict[str, str] | None:
        """The ad on a page, once it is written down that it was shown."""
        found = (await self.page(who, query))["ad"]
        if isinstance(found, dict):
            offer = self.showcase.offers.read(found["offer"], who)
            assert offer is not None
            async with asyncio.timeout(30):
                while True:
                    if await self._written(who, offer.placement_id):
                        break
                    await asyncio.sleep(0.01)
        return found  # pyright: ignore[reportReturnType] JSON

    async def _written(self, who: people.PersonId, placement_id: PlacementId) -> bool:
        async with self.db.transaction() as tx:
            return placement_id in {one.placement_id for one in await sights.of_person.all(tx, person_id=who)}

    async def run(self, **content: object) -> PlacementId:
        async with self.db.transaction() as tx:
            placement_id = await self.corner.run(tx, **content)
        await self.showcase.look()
        return placement_id


@asynccontextmanager
async def street(db: Database, policy: ads.Policy | None = None) -> AsyncGenerator[Street]:
    now = clock.now()
    policy = policy or ads.Policy(look_seconds=3_600)
    corner = Corner(now, policy)
    async with db.transaction() as tx:
        await corner.begin(tx)
    await settle(db, now)
    offers = ads.Offers(b"a key")
    # The routes run in a loop of their own, and what nobody waits for goes on there while the test reads.
    async with (
        Database(db.url, size=4) as theirs,
        ads.Showing(theirs, policy) as showing,
        ads.Metering(theirs, policy) as metering,
    ):
        showcase = ads.Showcase(db, showing, offers, policy, clock.now)
        running = parts(theirs, places.Brakes(LOOKS), places.Lookout(LOOKS), offers, metering, showcase, policy)
        async with client(running, routes.handlers) as asking:
            yield Street(db, corner, asking, showcase)


async def test_a_shop_stands_among_the_people_and_is_counted(db: Database) -> None:
    instant = ads.Policy(look_seconds=3_600, view_millis=1, tap_millis=1)
    async with street(db, instant) as here:
        assert (await here.page(ANN))["ad"] is None
        placement_id = await here.run()
        assert await here.ad(ANN, "?limit=19") is None, "no more than one row in ten"
        found = await here.ad(ANN)
        assert found is not None
        assert (found["shop"], found["title"], found["why"]) == (
            "Vases",
            "Vases",
            {"within_km": 2, "hours": list(range(24))},
        )
        assert await here.ad(ANN) is None, "once in two hours"
        head = await bearer(db, ANN)
        seen = {"views": [{"offer": found["offer"], "millis": 1_200}, {"offer": "forged", "millis": 1_200}]}
        for _ in range(2):
            assert (await here.asking.post("/offers/views", json=seen, headers=head)).status_code == 204
        tapped = {"taps": [{"offer": found["offer"]}]}
        assert (await here.asking.post("/offers/taps", json=tapped, headers=head)).status_code == 204
        other = await bearer(db, CROWD[0])
        assert (await here.asking.post("/offers/views", json=seen, headers=other)).status_code == 204
        async with db.transaction() as tx:
            report = await here.corner.seen(tx, placement_id)
        assert (report.placement.reached, report.placement.views, report.placement.taps) == (1, 1, 1)
        assert [(one.reason, one.times) for one in report.filtered] == [("replayed", 1)]


async def test_who_is_not_shown_it(db: Database) -> None:
    async with street(db) as here:
        await here.run()
        for who in (EVE, BO):
            assert await here.ad(who) is None, "who works there"
        async with db.transaction() as tx:
            await merchants.block_shop(tx, CROWD[1], here.corner.shop, here.corner.now)
        assert await here.ad(CROWD[1]) is None
        head = await bearer(db, CROWD[2])
        hidden = f"/me/hidden-shops/{here.corner.shop}"
        assert (await here.asking.put(hidden, headers=head)).status_code == 204
        assert await here.ad(CROWD[2]) is None
        assert (await here.asking.delete(hidden, headers=head)).status_code == 204
        assert await here.ad(CROWD[2]) is not None
        nowhere = f"/me/hidden-shops/{ids.new()}"
        assert (await here.asking.put(nowhere, headers=head)).json()["code"] == "merchant_not_found"


async def test_what_is_over_far_away_or_of_another_hour_is_not_shown(db: Database) -> None:
    async with street(db) as here:
        hour = (here.corner.now + timedelta(hours=8)).hour
        await here.run(hours=[(hour + 12) % 24])
        await here.run(place=places.Position(BUND[0] + 0.1, BUND[1]))
        await here.run(first_day=people.day_of(here.corner.now + timedelta(days=2)))
        assert await here.ad(ANN) is None
        placement_id = await here.run()
        async with db.transaction() as tx:
            await tx.execute("UPDATE placement_state SET state = 'paused' WHERE placement_id = %s", [placement_id])
        await here.showcase.look()
        assert await here.ad(ANN) is None


async def test_the_dearer_goes_first_and_who_was_reached_sees_the_other(db: Database) -> None:
    async with street(db) as here:
        reach = await here.run(title="Reach")
        taps = await here.run(title="Taps", model="taps", bid_fen=500)
        assert here.showcase.board.get(reach) is not None
        for title in ("Taps", "Reach"):
            found = await here.ad(ANN)
            assert found is not None
            assert found["title"] == title
        assert await here.ad(ANN) is None
        offer = here.showcase.offers.read(found["offer"], ANN)
        assert offer is not None
        assert (offer.placement_id, offer.price_fen) == (reach, 0)
        async with db.transaction() as tx:
            assert {one.placement_id for one in await sights.of_person.all(tx, person_id=ANN)} == {reach, taps}


async def test_too_many_looks_and_what_the_schema_forbids(db: Database, now: datetime) -> None:
    policy = PlacesPolicy(looks_a_minute=3, looks_a_minute_device=2)
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
        await enrol(tx, BO, now)
        for person in (ANN, BO):
            await places.set_nearby(tx, SECRET, person, places.NearbyForm(sharing=True), clock.now())
        fixes = [places.Fix(person, geo.snap(*BUND), clock.now()) for person in (ANN, BO)]
        await places.check_in(tx, NOISE, PlacesPolicy(), fixes)
    settings, offers = ads.Policy(), ads.Offers(b"a key")
    showcase = ads.Showcase(db, ads.Showing(db, settings), offers, settings, clock.now)
    brakes = places.Brakes(policy, timedelta(days=20_000))
    one, other, bo = await bearer(db, ANN), await bearer(db, ANN), await bearer(db, BO)
    async with client(parts(db, brakes, places.Lookout(policy), showcase), routes.handlers) as asking:
        for query in ("gender=robot", "min_age=17", "max_age=131", "active=2h", "limit=101"):
            assert (await asking.get(f"/nearby?{query}", headers=one)).status_code == 400, query
        answers = [await asking.get("/nearby", headers=head) for head in (one, one, one, other, other, bo)]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 200, 429, 200]
        assert answers[2].json()["code"] == "too_many_looks"
        [found] = answers[5].json()["items"]
        assert (found["person"]["nickname"], found["active"]) == ("Ann", "15m")
