"""A shop's queue over HTTP: its staff works it off, everybody else meets a closed door."""

import json
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from kith.kit import clock
from kith.kit.sql import Database
from kith.mall import Order, OrderPolicy, Policy
from kith.mall.order_routes import handlers
from kith.mall.tests.order_cast import NUMBER, OTHER_NUMBER, Listener, open_shop, order_vase
from kith.mall.tests.signing import carriers, news, signed
from tests.cast import BO, EVE, FAY, bearer, client, enrol, parts


class Shop:
    """A served shop: Eve's, with one order; Fay has another one; Bo is nobody here."""

    def __init__(self, asking: AsyncTestClient[Litestar], order: Order, headers: dict[str, dict[str, str]]) -> None:
        self.asking = asking
        self.order = order
        self.headers = headers

    async def ask(self, who: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        place = path.format(order=self.order.order_id, shop=self.order.merchant_id)
        answer = await self.asking.request(method, place, headers=self.headers[who], json=body)
        return answer.status_code, answer.json() if answer.content else None


@pytest.fixture
async def shop(db: Database) -> AsyncGenerator[Shop]:
    now = clock.now()
    async with db.transaction() as tx:
        for person in (BO, EVE, FAY):
            await enrol(tx, person, now)
        order = await order_vase(tx, now)
        await open_shop(tx, now, FAY)
    headers = {name: await bearer(db, person) for name, person in (("eve", EVE), ("fay", FAY), ("bo", BO))}
    running = parts(db, Listener().moved, OrderPolicy(), Policy(), carriers())
    async with client(running, handlers) as asking:
        yield Shop(asking, order, headers | {"nobody": {}})


PARCEL = {"carrier": "sf", "tracking_no": NUMBER}
ROUTES = [
    ("GET", "/shops/{shop}/orders", None),
    ("GET", "/shops/{shop}/summary", None),
    ("GET", "/orders/{order}", None),
    ("POST", "/orders/{order}/confirmation", None),
    ("POST", "/orders/{order}/refusal", {"reason": "other"}),
    ("POST", "/orders/{order}/shipment", PARCEL),
    ("PUT", "/orders/{order}/shipment", PARCEL),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
async def test_only_the_shops_staff_gets_in(shop: Shop, method: str, path: str, body: Any) -> None:
    for stranger in ("bo", "fay"):
        status, problem = await shop.ask(stranger, method, path, body)
        assert (status, problem["code"]) == (404, "not_your_shop" if "/shops/" in path else "order_not_found")
    status, problem = await shop.ask("nobody", method, path, body)
    assert (status, problem["code"]) == (401, "sign_in_first")


async def test_a_shop_works_off_its_queue(shop: Shop) -> None:
    status, page = await shop.ask("eve", "GET", "/shops/{shop}/orders")
    assert (status, page["next"]) == (200, None)
    (row,) = page["items"]
    assert (row["title"], row["article"], row["options"]) == ("Celadon vase", "VASE-G", {"colour": "green"})
    assert (row["quantity"], row["fen"], row["state"], row["confirmed_at"]) == (1, 28800, "to_ship", None)
    assert await shop.ask("eve", "GET", "/orders/{order}") == (200, row)
    counts = {"to_confirm": 1, "to_ship": 0, "late": 0, "trouble": 0, "shipped": 0, "low_stock": 0}
    assert await shop.ask("eve", "GET", "/shops/{shop}/summary") == (200, counts)
    status, row = await shop.ask("eve", "POST", "/orders/{order}/confirmation")
    assert status == 200
    assert row["confirmed_at"]
    counts |= {"to_confirm": 0, "to_ship": 1}
    assert await shop.ask("eve", "GET", "/shops/{shop}/summary") == (200, counts)
    status, row = await shop.ask("eve", "POST", "/orders/{order}/shipment", PARCEL)
    assert (status, row["state"], row["tracking_no"]) == (200, "shipped", NUMBER)
    assert await shop.ask("eve", "POST", "/orders/{order}/shipment", PARCEL) == (200, row)
    other = PARCEL | {"tracking_no": OTHER_NUMBER}
    status, problem = await shop.ask("eve", "POST", "/orders/{order}/shipment", other)
    assert (status, problem["code"]) == (409, "already_shipped")
    status, row = await shop.ask("eve", "PUT", "/orders/{order}/shipment", other)
    assert (status, row["tracking_no"]) == (200, OTHER_NUMBER)
    assert await shop.ask("eve", "GET", "/orders/{order}") == (200, row)
    for filters in ("state=shipped&limit=1", "tab=shipped", ""):
        _, page = await shop.ask("eve", "GET", f"/shops/{{shop}}/orders?{filters}")
        assert page["items"] == [row]
    answers = json.dumps([row, page])
    assert str(shop.order.ref) not in answers
    assert "purpose" not in answers


async def test_a_shop_that_cannot(shop: Shop) -> None:
    status, row = await shop.ask("eve", "POST", "/orders/{order}/refusal", {"reason": "sold_out"})
    assert (status, row["state"], row["reason"]) == (200, "unable", "sold_out")
    status, problem = await shop.ask("eve", "POST", "/orders/{order}/shipment", PARCEL)
    assert (status, problem["code"], problem["facts"]) == (409, "order_not_open", {"state": "unable"})


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/shops/{shop}/orders?state=lost", None),
        ("GET", "/shops/{shop}/orders?tab=lost", None),
        ("GET", "/shops/{shop}/orders?limit=101", None),
        ("POST", "/orders/{order}/refusal", {"reason": "lazy"}),
        ("POST", "/orders/{order}/shipment", {"carrier": "pigeon", "tracking_no": NUMBER}),
        ("POST", "/orders/{order}/shipment", {"carrier": "sf", "tracking_no": "1" * 41}),
        ("PUT", "/orders/{order}/shipment", {"carrier": "sf"}),
    ],
)
async def test_what_the_schema_forbids(shop: Shop, method: str, path: str, body: Any) -> None:
    status, problem = await shop.ask("eve", method, path, body)
    assert (status, problem["code"]) == (400, "invalid_input")


async def test_a_number_that_is_not_the_carriers(shop: Shop) -> None:
    body = {"carrier": "jt", "tracking_no": NUMBER}
    status, problem = await shop.ask("eve", "POST", "/orders/{order}/shipment", body)
    assert (status, problem["code"], problem["facts"]) == (409, "tracking_number_malformed", {"carrier": "jt"})


async def test_callbacks_come_signed_and_fresh_or_not_at_all(shop: Shop) -> None:
    body, now = news(clock.now(), 0, "accepted"), clock.real_now()
    for name, headers, status in (
        ("nobody", signed(body, now), 404),
        ("tracker", {}, 403),
        ("tracker", signed(body, now, "another secret"), 403),
        ("tracker", signed(b"another body", now), 403),
        ("tracker", signed(body, now - timedelta(minutes=6)), 403),
        ("tracker", signed(body, now), 204),
        ("tracker", signed(body, now), 204),
        ("tracker", signed(b"nonsense", now), 403),
    ):
        answer = await shop.asking.post(f"/carriers/{name}/callbacks", content=body, headers=headers)
        assert answer.status_code == status, answer.text


async def test_the_freshness_of_callbacks_does_not_follow_the_virtual_clock(
    shop: Shop, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    clock.set_offset(tmp_path / "clock", timedelta(days=9))
    body = news(clock.now(), 0, "accepted")
    for at, status in ((clock.now(), 403), (clock.real_now(), 204)):
        headers = signed(body, at)
        answer = await shop.asking.post("/carriers/tracker/callbacks", content=body, headers=headers)
        assert answer.status_code == status
