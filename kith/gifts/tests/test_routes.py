"""Gifts over HTTP: who may ask for what, and what comes back."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from kith import gifts, mall, people
from kith.gifts import routes
from kith.gifts.tests.town import HOME, NUMBER, RING, Town, leaks
from kith.kit import clock, ids
from kith.kit.sql import Database
from kith.mall import order_routes
from tests import cast
from tests.cast import ANN, BO, CHEN, DEE, EVE, GAO

Asking = AsyncTestClient[Litestar]
ADDRESS = msgspec.to_builtins(HOME)
NOBODY = UUID(int=9)

SIGNED_IN = [
    (
        "POST",
        "/gifts",
        {"gift_id": str(NOBODY), "charge_id": str(NOBODY), "recipient_id": str(NOBODY), "sku_id": str(NOBODY)},
    ),
    ("GET", "/me/given", None),
    ("GET", f"/me/given/{NOBODY}", None),
    ("GET", "/me/received", None),
    ("GET", f"/me/received/{NOBODY}", None),
    ("POST", f"/gifts/{NOBODY}/withdrawal", None),
    ("POST", f"/gifts/{NOBODY}/acceptance", {"sku_id": str(NOBODY), "address": ADDRESS}),
    ("POST", f"/gifts/{NOBODY}/decline", {"tell": False}),
    ("POST", f"/gifts/{NOBODY}/receipt", None),
    ("POST", f"/gifts/{NOBODY}/opening", None),
    ("POST", f"/gifts/{NOBODY}/thanks", {"text": "Thank you"}),
    ("GET", "/me/diary", None),
    ("PUT", f"/gifts/{NOBODY}/address", ADDRESS),
    ("GET", f"/orders/{NOBODY}/address", None),
    ("GET", "/me/gift-summary", None),
    ("GET", "/me/addresses", None),
    ("DELETE", f"/me/addresses/{UUID(int=8)}", None),
]


@pytest.fixture
async def open_town(db: Database) -> Town:
    """The town at the hour that the routes see."""
    return await Town(db, clock.now()).build()


@pytest.fixture
async def asking(open_town: Town) -> AsyncGenerator[Asking]:
    more = [open_town.policy, RING, open_town.moved, mall.OrderPolicy(), open_town.blocked]
    handlers = [*routes.handlers, *order_routes.handlers]
    async with cast.client(cast.parts(open_town.db, *more), handlers) as client:
        yield client


async def heads(town: Town, *people_: people.PersonId) -> list[dict[str, str]]:
    return [await cast.bearer(town.db, person) for person in people_]


@pytest.mark.parametrize(("method", "path", "body"), SIGNED_IN, ids=lambda value: str(value)[:40])
async def test_only_the_signed_in(asking: Asking, method: str, path: str, body: Any) -> None:
    answer = await asking.request(method, path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_first")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [each for each in SIGNED_IN if str(NOBODY) in each[1]],
    ids=lambda value: str(value)[:40],
)
async def test_a_gift_is_there_for_its_two_sides_only(
    open_town: Town, asking: Asking, method: str, path: str, body: Any
) -> None:
    """What is not theirs does not exist, whether or not it does."""
    gift_id = await open_town.accepted()
    order_id = await open_town.order(gift_id)
    wrong = (
        [GAO, ANN, BO] if path.startswith("/orders") else [GAO, BO if "given" in path or "withdrawal" in path else ANN]
    )
    for head in await heads(open_town, *wrong):
        real = path.replace(str(NOBODY), str(order_id if path.startswith("/orders") else gift_id))
        answers = [await asking.request(method, each, json=body, headers=head) for each in (path, real)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json()["code"] == answers[1].json()["code"]


async def test_a_gift_from_hand_to_hand(open_town: Town, asking: Asking) -> None:
    ann, bo, eve = await heads(open_town, ANN, BO, EVE)
    gift_id, charge_id = gifts.GiftId(ids.new()), ids.new()
    wish = {
        "gift_id": str(gift_id),
        "charge_id": str(charge_id),
        "recipient_id": str(BO),
        "sku_id": str(open_town.green),
    }
    given = await asking.post("/gifts", json=wish, headers=ann)
    assert (given.status_code, given.json()["state"], given.json()["fen"]) == (201, "unpaid", 28800)
    assert (await asking.post("/gifts", json=wish, headers=ann)).json() == given.json()
    assert (await asking.get("/me/received", headers=bo)).json() == {"items": [], "next": None}

    await open_town.pay(gift_id)
    listed = (await asking.get("/me/received", headers=bo)).json()["items"]
    assert [item["state"] for item in listed] == ["offered"]
    shown = (await asking.get(f"/me/received/{gift_id}", headers=bo)).json()
    assert shown["shop"] == "Vases"
    assert "fen" not in shown
    yes = {"sku_id": shown["choices"][1]["sku_id"], "address": ADDRESS}
    accepted = await asking.post(f"/gifts/{gift_id}/acceptance", json=yes, headers=bo)
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    again = await asking.post(f"/gifts/{gift_id}/acceptance", json=yes, headers=bo)
    assert (again.status_code, again.json()) == (200, accepted.json())
    other = await asking.post(f"/gifts/{gift_id}/acceptance", json=yes | {"sku_id": wish["sku_id"]}, headers=bo)
    assert (other.status_code, other.json()["code"]) == (409, "already_answered")
    assert (await asking.put(f"/gifts/{gift_id}/address", json=ADDRESS, headers=bo)).status_code == 204

    queue = (await asking.get(f"/shops/{open_town.shop}/orders", headers=eve)).json()["items"]
    label = await asking.get(f"/orders/{queue[0]['order_id']}/address", headers=eve)
    assert label.json()["city"] == "深圳市"
    assert label.headers["cache-control"] == "no-store"
    sent = {"carrier": "sf", "tracking_no": NUMBER}
    assert (await asking.post(f"/orders/{queue[0]['order_id']}/shipment", json=sent, headers=eve)).status_code == 200
    parcel = (await asking.get(f"/me/received/{gift_id}", headers=bo)).json()["parcel"]
    assert (parcel["carrier"], parcel["tracking_no"]) == ("sf", NUMBER)
    received = await asking.post(f"/gifts/{gift_id}/receipt", headers=bo)
    assert (received.status_code, received.json()["state"]) == (200, "received")


async def test_a_gift_names_the_other_one_and_the_shop(open_town: Town, asking: Asking) -> None:
    """In lists and alone; a block later takes nothing from what was between the two, and gives no more."""
    ann, bo = await heads(open_town, ANN, BO)
    gift_id = await open_town.offered()
    cards = {who: (await asking.get(f"/people/{who}", headers=head)).json() for who, head in ((ANN, bo), (BO, ann))}
    for blocked in (False, True):
        if blocked:
            await open_town.block(BO, ANN)
        for mine, other, head, side in (("given", BO, ann, "recipient"), ("received", ANN, bo, "giver")):
            listed = (await asking.get(f"/me/{mine}", headers=head)).json()["items"]
            alone = (await asking.get(f"/me/{mine}/{gift_id}", headers=head)).json()
            for view in (*listed, alone):
                known = {name: cards[other][name] for name in ("person_id", "nickname", "age", "gender")}
                assert view[side] == {**known, "gone": False, "picture_id": None}
                assert view["shop"] == "Vases"
            status = (await asking.get(f"/people/{other}", headers=head)).status_code
            assert status == (404 if blocked else 200)


@pytest.mark.parametrize("mine", ["given", "received"])
async def test_a_list_of_gifts_is_read_in_as_many_statements_as_one_gift(
    open_town: Town, tmp_path: Path, mine: str
) -> None:
    async def statements() -> int:
        """As many as libpq itself says that it sent."""
        with (tmp_path / "wire").open("w+") as wire:
            async with open_town.db.transaction() as tx:
                tx.pgconn.trace(wire.fileno())
                try:
                    if mine == "given":
                        await gifts.list_given(tx, ANN, limit=20, after=None, now=open_town.now)
                    else:
                        await gifts.list_received(tx, BO, limit=20, after=None, now=open_town.now)
                finally:
                    tx.pgconn.untrace()
            wire.seek(0)
            return sum("\tExecute\t" in line for line in wire)

    await open_town.offered()
    # The first reading describes its statements, too.
    await statements()
    one = await statements()
    await open_town.offered()
    assert await statements() == one > 0


async def test_no_byte_of_the_delivery_leaves_for_anybody_else(open_town: Town, asking: Asking) -> None:
    gift_id = await open_town.offered()
    await open_town.accept(gift_id, open_town.blue)
    await open_town.ship(gift_id)
    order_id = await open_town.order(gift_id)
    for head in await heads(open_town, ANN, GAO, CHEN):
        answers = [
            await asking.request(method, path.replace(str(NOBODY), str(some)), json=body, headers=head)
            for method, path, body in [*SIGNED_IN, ("GET", f"/shops/{open_town.shop}/orders", None)]
            for some in (gift_id, order_id, open_town.shop)
        ]
        for answer in answers:
            text = answer.text + str(answer.headers)
            assert leaks(text) == []
            assert not any(secret in text for secret in (NUMBER, "blue", str(open_town.blue), '"sf"'))
            assert str(order_id) not in answer.text or answer.status_code in (401, 403, 404)


async def test_a_shop_learns_neither_giver_nor_message_nor_gift(open_town: Town, asking: Asking) -> None:
    gift_id = await open_town.accepted()
    (eve,) = await heads(open_town, EVE)
    order_id = await open_town.order(gift_id)
    paths = [f"/shops/{open_town.shop}/orders", f"/orders/{order_id}/address"]
    for answer in [await asking.get(path, headers=eve) for path in paths]:
        assert answer.status_code == 200
        hidden = (str(gift_id), str(ANN), str(BO), "For your window", str(await open_town.charge(gift_id)))
        assert not any(secret in answer.text for secret in hidden)


async def test_declined_and_waiting_are_the_same_bytes(open_town: Town, asking: Asking) -> None:
    waiting, declined = await open_town.offered(ANN), await open_town.offered(CHEN)
    ann, chen, bo = await heads(open_town, ANN, CHEN, BO)
    no = await asking.post(f"/gifts/{declined}/decline", json={"tell": False}, headers=bo)
    assert no.json()["state"] == "declined"

    async def seen(gift_id: gifts.GiftId, head: dict[str, str]) -> tuple[bytes, list[str]]:
        charge_id = await open_town.charge(gift_id)
        answers = [await asking.get(path, headers=head) for path in (f"/me/given/{gift_id}", "/me/given")]
        text = "".join(answer.text for answer in answers)
        return text.replace(str(gift_id), "G").replace(str(charge_id), "C").encode(), [
            name for answer in answers for name in answer.headers
        ]

    assert await seen(waiting, ann) == await seen(declined, chen)
    back = [
        (await asking.post(f"/gifts/{one}/withdrawal", headers=head))
        for one, head in ((waiting, ann), (declined, chen))
    ]
    assert [(answer.status_code, answer.json()["state"]) for answer in back] == [(200, "withdrawn")] * 2


async def test_regions_are_public_and_cached(asking: Asking) -> None:
    answer = await asking.get("/regions")
    assert answer.status_code == 200
    assert {"code": "440305", "name": "南山区"} in answer.json()
    tag = answer.headers["etag"]
    known = await asking.get("/regions", headers={"If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")
    assert (await asking.get("/regions", headers={"If-None-Match": '"other"'})).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"window_days": 2},
        {"wrapping": "gold"},
        {"message": "x" * 501},
        {"message": "a\0"},
        {"gift_id": "seven"},
        {"sku_id": None},
    ],
)
async def test_what_the_schema_forbids(open_town: Town, asking: Asking, change: dict[str, object]) -> None:
    (dee,) = await heads(open_town, DEE)
    answer = await asking.post("/gifts", json=SIGNED_IN[0][2] | change, headers=dee)
    assert answer.status_code == 400


async def test_a_wrong_address_is_not_repeated(open_town: Town, asking: Asking) -> None:
    gift_id = await open_town.offered()
    (bo,) = await heads(open_town, BO)
    for wrong in ({"mobile": "12912345678"}, {"street": "Keyuan Road 15-802\n"}, {"city": "110100"}):
        body = {"sku_id": str(open_town.green), "address": ADDRESS | wrong}
        answer = await asking.post(f"/gifts/{gift_id}/acceptance", json=body, headers=bo)
        assert answer.status_code in (400, 409)
        assert leaks(answer.text) == []
        assert "12912345678" not in answer.text


@pytest.mark.parametrize(("year", "status"), [(1999, 400), (2000, 200), (2999, 200), (3000, 400)])
async def test_the_years_of_a_diary(open_town: Town, asking: Asking, year: int, status: int) -> None:
    [ann] = await heads(open_town, ANN)
    assert (await asking.get(f"/me/diary?year={year}", headers=ann)).status_code == status
