"""The routes, asked as clients ask them."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from kith import people
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from tests.cast import ANN, BO, CHEN, bearer, client, enrol, parts, phone_of, receive_code, sign_in

NEW = "+8613900139000"
EVIL = {"Origin": "https://evil.example"}
PROFILE = {"nickname": "Nia", "gender": "female", "birthday": "1999-02-28", "bio": "hi", "interests": ["tea"]}


@dataclass
class Kith:
    """A running instance, and who is signed in to it."""

    running: Parts
    ask: AsyncTestClient[Litestar]
    ann: dict[str, str]
    bo: dict[str, str]


@pytest.fixture
async def kith(db: Database) -> AsyncGenerator[Kith]:
    running = parts(db)
    async with db.transaction() as tx:
        for person in (ANN, BO, CHEN):
            await enrol(tx, person, clock.now())
    async with client(running) as ask:
        yield Kith(running, ask, await bearer(db, ANN), await bearer(db, BO))


def code_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def test_a_stranger_joins(kith: Kith) -> None:
    ask = kith.ask
    code = await receive_code(ask, kith.running, NEW)
    answer = await ask.post("/sessions", json={"phone": "139 0013 9000", "code": code, "device": "My phone"})
    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"token", "person_id", "profile_complete"}
    assert body["profile_complete"] is False

    cookie = answer.headers["set-cookie"]
    for word in ("kith_session=", "HttpOnly", "SameSite=lax", "Path=/", f"Max-Age={180 * 86_400}"):
        assert word in cookie
    assert "Secure" not in cookie

    # From here on the cookie alone carries the session.
    assert (await ask.get("/me")).json() == {
        "person_id": body["person_id"],
        "profile_complete": False,
        "age": None,
        "profile": None,
        "photos": [],
    }
    assert code_of(await ask.get("/me/devices")) == (403, "profile_incomplete")
    answer = await ask.put("/me/profile", json=PROFILE)
    assert answer.status_code == 200
    assert answer.json()["profile"] == PROFILE
    (device,) = (await ask.get("/me/devices")).json()["items"]
    assert (device["name"], device["this"]) == ("My phone", True)
    page = await ask.get(f"/people/{body['person_id']}", headers=kith.ann)
    assert page.json()["nickname"] == "Nia"
    assert "birthday" not in page.json()


async def test_the_cookie_is_secure_where_kith_is(db: Database) -> None:
    running = parts(db, Settings(public_url="https://kith.test"))
    async with client(running) as ask:
        code = await receive_code(ask, running, NEW)
        answer = await ask.post("/sessions", json={"phone": NEW, "code": code})
        assert "Secure" in answer.headers["set-cookie"]


async def test_known_and_unknown_numbers_are_answered_alike(kith: Kith) -> None:
    """Asking, asking again, a wrong code, a code never asked for: nothing but the moment differs."""

    async def shape(phone: str, never: str) -> list[object]:
        answers = [
            await kith.ask.post("/sign-in-codes", json={"phone": phone}),
            await kith.ask.post("/sign-in-codes", json={"phone": phone}),
            await kith.ask.post("/sessions", json={"phone": never, "code": "000000"}),
        ]
        return [
            (
                answer.status_code,
                sorted(answer.headers),
                len(answer.content),
                {key: value for key, value in answer.json().items() if not key.endswith(("_at", "_until"))},
            )
            for answer in answers
        ]

    known = await shape(phone_of(ANN), phone_of(CHEN))
    unknown = await shape(NEW, "+8613900139001")
    # The seconds until the next try may tick over between the two.
    for answers in (known, unknown):
        for _, _, _, body in answers:
            body.get("facts", {}).pop("retry_after", None)
    assert known == unknown


async def test_a_wrong_code_counts_over_http(kith: Kith) -> None:
    code = await receive_code(kith.ask, kith.running, NEW)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1, 0):
        answer = await kith.ask.post("/sessions", json={"phone": NEW, "code": wrong})
        assert code_of(answer) == (403, "wrong_code")
        assert answer.json()["facts"] == {"tries_left": left}
    assert code_of(await kith.ask.post("/sessions", json={"phone": NEW, "code": code})) == (429, "too_many_tries")


async def test_a_second_code_has_to_wait(kith: Kith) -> None:
    await receive_code(kith.ask, kith.running, NEW)
    answer = await kith.ask.post("/sign-in-codes", json={"phone": NEW})
    assert code_of(answer) == (429, "code_too_soon")
    assert 0 < int(answer.headers["retry-after"]) <= 60


FORBIDDEN_BY_SCHEMA = [
    ("/sign-in-codes", {"phone": "12"}),
    ("/sign-in-codes", {"phone": "+86139" + "0" * 40}),
    ("/sign-in-codes", {}),
    ("/sessions", {"phone": NEW, "code": "12345"}),
    ("/sessions", {"phone": NEW, "code": "12345a"}),
    ("/sessions", {"phone": NEW, "code": "123456", "device": "x" * 61}),
]


async def test_what_the_schema_forbids_is_not_quoted(kith: Kith) -> None:
    for path, body in FORBIDDEN_BY_SCHEMA:
        answer = await kith.ask.post(path, json=body)
        assert code_of(answer) == (400, "invalid_input")
        for value in body.values():
            assert f'"{value}"' not in answer.text


async def test_a_child_is_turned_away_and_stays_away(kith: Kith) -> None:
    child = await sign_in(kith.ask, kith.running, NEW)
    born = (clock.now() - timedelta(days=17 * 365)).date().isoformat()
    answer = await kith.ask.put("/me/profile", json=PROFILE | {"birthday": born}, headers=child)
    assert code_of(answer) == (403, "too_young")
    assert "facts" not in answer.json()
    assert code_of(await kith.ask.get("/me", headers=child)) == (401, "sign_in_first")


ROUTES_OF_THE_SIGNED_IN = [
    ("GET", "/me", True),
    ("PUT", "/me/profile", True),
    ("DELETE", "/session", True),
    ("DELETE", "/me/sessions", True),
    ("GET", "/me/devices", False),
    ("DELETE", f"/me/devices/{UUID(int=1)}", False),
    ("GET", f"/people/{BO}", False),
    ("PUT", f"/me/following/{BO}", False),
    ("DELETE", f"/me/following/{BO}", False),
    ("GET", "/me/following", False),
    ("GET", "/me/followers", False),
    ("GET", "/me/friends", False),
    ("PUT", f"/me/blocks/{BO}", False),
    ("DELETE", f"/me/blocks/{BO}", False),
    ("GET", "/me/blocks", False),
    ("GET", "/people?q=Bo", False),
    ("POST", f"/people/{BO}/reports", False),
    ("GET", "/me/privacy", False),
    ("PUT", "/me/privacy", False),
    ("GET", "/me/gift-door", False),
    ("PUT", "/me/gift-door", False),
]


async def test_without_a_session_nothing_is_answered(kith: Kith) -> None:
    for method, path, _ in ROUTES_OF_THE_SIGNED_IN:
        for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Cookie": "kith_session=nonsense"}):
            answer = await kith.ask.request(method, path, headers=headers)
            assert code_of(answer) == (401, "sign_in_first"), path


async def test_a_newcomer_reaches_nothing_but_the_own_account(kith: Kith, db: Database) -> None:
    newcomer = await sign_in(kith.ask, kith.running, NEW)
    person_id = people.PersonId(UUID((await kith.ask.get("/me", headers=newcomer)).json()["person_id"]))
    for method, path, newcomers in ROUTES_OF_THE_SIGNED_IN:
        headers = await bearer(db, person_id, complete=False)
        answer = await kith.ask.request(method, path, headers=headers)
        refused = answer.status_code == 403 and answer.json()["code"] == "profile_incomplete"
        assert refused is not newcomers, path


async def test_with_the_cookie_only_our_own_pages_change_something(kith: Kith) -> None:
    cookie = {"Cookie": "kith_session=" + kith.ann["Authorization"].removeprefix("Bearer ")}
    for method, path, _ in ROUTES_OF_THE_SIGNED_IN:
        if method == "GET":
            assert (await kith.ask.request(method, path, headers=cookie | EVIL)).status_code == 200, path
        else:
            answer = await kith.ask.request(method, path, headers=cookie | EVIL)
            assert code_of(answer) == (403, "cross_site"), path
    assert (await kith.ask.get("/me", headers=kith.ann)).status_code == 200, "nothing was done"
    answer = await kith.ask.delete("/session", headers=cookie | {"Origin": "http://kith.test"})
    assert answer.status_code == 204


async def test_signing_in_from_another_site(kith: Kith) -> None:
    code = await receive_code(kith.ask, kith.running, NEW)
    answer = await kith.ask.post("/sessions", json={"phone": NEW, "code": code}, headers=EVIL)
    assert code_of(answer) == (403, "cross_site")


async def test_signing_out(kith: Kith, db: Database) -> None:
    ask, other = kith.ask, await bearer(db, ANN)
    devices = (await ask.get("/me/devices", headers=kith.ann)).json()["items"]
    there = next(device["device_id"] for device in devices if not device["this"])
    assert (await ask.delete(f"/me/devices/{there}", headers=kith.ann)).status_code == 204
    assert code_of(await ask.get("/me", headers=other)) == (401, "sign_in_first")
    assert code_of(await ask.delete(f"/me/devices/{there}", headers=kith.ann)) == (404, "device_not_found")

    answer = await ask.delete("/session", headers=kith.ann)
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert code_of(await ask.get("/me", headers=kith.ann)) == (401, "sign_in_first")

    both = [await bearer(db, ANN), await bearer(db, ANN)]
    assert (await ask.delete("/me/sessions", headers=both[0])).status_code == 204
    for headers in both:
        assert code_of(await ask.get("/me", headers=headers)) == (401, "sign_in_first")
    assert (await ask.get("/me", headers=kith.bo)).status_code == 200


async def test_following_and_blocking(kith: Kith) -> None:
    ask, ann, bo = kith.ask, kith.ann, kith.bo
    assert (await ask.put(f"/me/following/{BO}", headers=ann)).json() == {"friends": False}
    assert (await ask.put(f"/me/following/{ANN}", headers=bo)).json() == {"friends": True}
    (friend,) = (await ask.get("/me/friends", headers=ann)).json()["items"]
    assert set(friend) == {
        *("person_id", "nickname", "age", "gender", "followed", "follows_you", "friends"),
        *("picture_id", "bio", "interests"),
    }
    assert (friend["followed"], friend["follows_you"], friend["friends"]) == (True, True, True)
    assert friend["nickname"] == "Bo"
    assert (await ask.delete(f"/me/following/{BO}", headers=ann)).status_code == 204
    (follower,) = (await ask.get("/me/followers", headers=ann)).json()["items"]
    assert (follower["followed"], follower["follows_you"], follower["friends"]) == (False, True, False)
    assert (await ask.get("/me/friends", headers=bo)).json() == {"items": [], "next": None}

    for _ in range(2):
        assert (await ask.put(f"/me/blocks/{BO}", headers=ann)).status_code == 204
    for headers, person in ((ann, BO), (bo, ANN)):
        seen = await ask.get(f"/people/{person}", headers=headers)
        nobody = await ask.get(f"/people/{UUID(int=5)}", headers=headers)
        assert code_of(seen) == (404, "person_not_found")
        assert seen.content == nobody.content
        assert code_of(await ask.put(f"/me/following/{person}", headers=headers)) == (404, "person_not_found")
    (blocked,) = (await ask.get("/me/blocks", headers=ann)).json()["items"]
    assert blocked["nickname"] == "Bo"
    assert (await ask.delete(f"/me/blocks/{BO}", headers=ann)).status_code == 204
    assert (await ask.get(f"/people/{BO}", headers=ann)).status_code == 200
    assert code_of(await ask.put(f"/me/blocks/{ANN}", headers=ann)) == (409, "not_yourself")


async def test_the_gift_door(kith: Kith) -> None:
    ask, ann = kith.ask, kith.ann
    usual = {"who": "friends", "ceiling_fen": 100_000, "per_week": 5}
    assert (await ask.get("/me/gift-door", headers=ann)).json() == usual
    wanted = {"who": "met", "ceiling_fen": 20_000, "per_week": 0}
    assert (await ask.put("/me/gift-door", json=wanted, headers=ann)).json() == wanted
    assert (await ask.get("/me/gift-door", headers=ann)).json() == wanted
    assert (await ask.get("/me/gift-door", headers=kith.bo)).json() == usual
    for wrong in ({"who": "all"}, {"ceiling_fen": 0}, {"per_week": -1}):
        answer = await ask.put("/me/gift-door", json=wanted | wrong, headers=ann)
        assert code_of(answer) == (400, "invalid_input")


async def test_a_page_has_a_size(kith: Kith) -> None:
    for path in ("/me/following", "/me/devices"):
        for limit in ("0", "101", "x"):
            answer = await kith.ask.get(path, params={"limit": limit}, headers=kith.ann)
            assert code_of(answer) == (400, "invalid_input")
        assert code_of(await kith.ask.get(path, params={"after": "x"}, headers=kith.ann)) == (404, "bad_cursor")
