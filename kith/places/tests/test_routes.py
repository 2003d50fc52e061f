"""Nearby over HTTP: the way in, and how often a person and a device may come."""

from datetime import datetime, timedelta

from kith import places
from kith.kit.sql import Database
from kith.places import routes
from kith.places.tests.town import BUND, LOOKOUT, NOISE
from tests.cast import ANN, BO, bearer, client, enrol, parts

POLICY = places.Policy(positions_a_minute=3, positions_a_minute_device=2, forget_hours=2)
NO_END = timedelta(days=20_000)
HERE = {"lat": BUND[0], "lng": BUND[1]}


async def test_who_comes_too_often_is_told_when_to_come_again(db: Database, now: datetime) -> None:
    running = parts(db, places.CheckIns(db, NOISE, POLICY), places.Brakes(POLICY, NO_END), LOOKOUT)
    async with db.transaction() as tx:
        for person in (ANN, BO):
            await enrol(tx, person, now)
    one, other, bo = await bearer(db, ANN), await bearer(db, ANN), await bearer(db, BO)
    async with client(running, routes.handlers) as asking:
        for head in (one, bo):
            answer = await asking.put("/me/nearby", json={"sharing": True}, headers=head)
            assert answer.json() == {"sharing": True, "invisible": False, "hides_distance": False, "until_at": None}
        # Two from a device, three of a person, and nothing of it concerns anybody else.
        heads = (one, one, one, other, other, bo)
        answers = [await asking.put("/me/position", json=HERE, headers=head) for head in heads]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 200, 429, 200]
        refused = answers[2]
        assert refused.json()["code"] == "too_many_positions"
        assert int(refused.headers["Retry-After"]) == refused.json()["facts"]["retry_after"] >= 1
        gone = await asking.delete("/me/position", headers=one)
        assert gone.status_code == 204
        mine = (await asking.get("/me/nearby", headers=one)).json()
        assert (mine["sharing"], mine["until_at"]) == (True, None)


async def test_what_the_schema_forbids(db: Database, now: datetime) -> None:
    running = parts(db, places.CheckIns(db, NOISE, POLICY), places.Brakes(POLICY), LOOKOUT)
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
    head = await bearer(db, ANN)
    async with client(running, routes.handlers) as asking:
        for body in ({"lat": 90.1, "lng": 0}, {"lat": 0, "lng": -180.1}, {"lat": 0}):
            assert (await asking.put("/me/position", json=body, headers=head)).status_code == 400, body
