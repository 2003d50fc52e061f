"""Goods over HTTP: who may ask what, and what an answer tells."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kith import mall, media, merchants
from kith.kit import ids
from kith.kit.sql import Database
from kith.mall import routes
from kith.mall.tests.feeds import row, xml
from kith.mall.tests.shelf import draft, enter, open_shop, variant
from kith.merchants import routes as merchant_routes
from tests.cast import ANN, BO, EVE, FAY, bearer, client, enrol, parts

HANDLERS = [*routes.handlers, *merchant_routes.handlers]


class Street:
    """Eve's shop with two goods and an import, Fay's without, and Ann who looks."""

    def __init__(self, db: Database, now: datetime) -> None:
        self.db, self.now = db, now
        self.nothing = str(ids.new(now))

    async def build(self, folder: Path) -> "Street":
        file = folder / "feed.xml"
        file.write_bytes(xml([row("A1", price="1")]))
        async with self.db.transaction() as tx:
            for person in (ANN, BO, EVE, FAY):
                await enrol(tx, person, self.now)
            self.shop = await open_shop(tx, self.now)
            self.other = await open_shop(tx, self.now, owner=FAY)
            vase = draft(variants=[variant("red", units=3, color="red"), variant("blue", units=0, color="blue")])
            await enter(tx, self.shop, vase, now=self.now)
            await mall.enter_products(tx, self.shop, [draft("lamp")], by="test", now=self.now)
        order = mall.ImportOrder(import_id=ids.new(self.now), merchant_id=self.shop, source=file)
        await mall.import_feed(self.db, order, shelf=media.on_disk(folder), policy=mall.Policy(), now=self.now)
        self.imported = order.import_id
        self.vase = mall.product_id(self.shop, "vase")
        self.red = mall.sku_id(self.vase, "red")
        return self


@pytest.fixture
async def street(db: Database, tmp_path: Path, now: datetime) -> Street:
    return await Street(db, now).build(tmp_path)


def requests(street: Street) -> list[tuple[str, str, dict[str, object] | None]]:
    """Every route of this part: method, address, body."""
    return [
        ("GET", "/goods", None),
        ("GET", f"/goods/{street.vase}", None),
        ("GET", f"/shops/{street.shop}/goods", None),
        ("PUT", f"/skus/{street.red}/stock", {"units": 3, "was": 3}),
        ("GET", f"/shops/{street.shop}/imports", None),
        ("GET", f"/shops/{street.shop}/imports/{street.imported}", None),
        ("GET", f"/shops/{street.shop}/imports/{street.imported}/errors", None),
        ("GET", "/me/shops", None),
        ("PUT", f"/me/shop-blocks/{street.shop}", None),
        ("DELETE", f"/me/shop-blocks/{street.shop}", None),
    ]


async def test_every_route_asks_who_it_is(street: Street) -> None:
    async with client(parts(street.db), HANDLERS) as asking:
        for method, address, body in requests(street):
            answer = await asking.request(method, address, json=body)
            assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_first"), address
        newcomer = await bearer(street.db, ANN, complete=False)
        for method, address, body in requests(street):
            answer = await asking.request(method, address, json=body, headers=newcomer)
            assert (answer.status_code, answer.json()["code"]) == (403, "profile_incomplete"), address


async def test_a_shop_s_own_routes_are_for_its_staff(street: Street) -> None:
    async with client(parts(street.db), HANDLERS) as asking:
        for person in (ANN, FAY):
            who = await bearer(street.db, person)
            for method, address, body in requests(street)[2:7]:
                answer = await asking.request(method, address, json=body, headers=who)
                assert (answer.status_code, answer.json()["code"]) == (404, "not_your_shop"), address
                strange = address.replace(str(street.shop), street.nothing).replace(str(street.red), street.nothing)
                missing = await asking.request(method, strange, json=body, headers=who)
                assert missing.content == answer.content, "a shop that is not mine looks like one that is not there"
        eve = await bearer(street.db, EVE)
        for method, address, body in requests(street):
            assert (await asking.request(method, address, json=body, headers=eve)).status_code in (200, 204), address


async def test_what_people_see(street: Street) -> None:
    async with client(parts(street.db), HANDLERS) as asking:
        ann = await bearer(street.db, ANN)
        page = (await asking.get("/goods", headers=ann)).json()
        assert [card["title"] for card in page["items"]] == ["vase"]
        assert page["next"] is None
        goods = (await asking.get(f"/goods/{street.vase}", headers=ann)).json()
        assert goods["shop"]["city"] == "Kunming"
        assert [(v["options"], v["available"]) for v in goods["variants"]] == [
            ({"color": "red"}, True),
            ({"color": "blue"}, False),
        ]
        lamp = mall.product_id(street.shop, "lamp")
        for hidden in (lamp, street.nothing):
            answer = await asking.get(f"/goods/{hidden}", headers=ann)
            assert (answer.status_code, answer.json()["code"]) == (404, "product_not_found")


async def test_no_answer_to_people_changes_with_a_promise(street: Street) -> None:
    async with client(parts(street.db), HANDLERS) as asking:
        ann = await bearer(street.db, ANN)

        async def seen() -> list[bytes]:
            return [(await asking.get(path, headers=ann)).content for path in ("/goods", f"/goods/{street.vase}")]

        before = await seen()
        async with street.db.transaction() as tx:
            await mall.take(tx, street.red, UUID(int=1), street.now)
        assert await seen() == before
        async with street.db.transaction() as tx:
            await mall.give_back(tx, street.red, UUID(int=1), street.now)
        assert await seen() == before


async def test_what_staff_see_and_set(street: Street) -> None:
    async with client(parts(street.db), HANDLERS) as asking:
        eve = await bearer(street.db, EVE)
        async with street.db.transaction() as tx:
            await mall.take(tx, street.red, UUID(int=1), street.now)
        first = (await asking.get(f"/shops/{street.shop}/goods?limit=1", headers=eve)).json()
        rest = (await asking.get(f"/shops/{street.shop}/goods?after={first['next']}", headers=eve)).json()
        assert [found["product"]["title"] for found in first["items"] + rest["items"]] == ["lamp", "vase"]
        red = rest["items"][0]["variants"][0]
        assert (red["units"], red["held"], red["available"]) == (3, 1, 2)
        only = await asking.get(f"/shops/{street.shop}/goods?state=in_review", headers=eve)
        assert [found["product"]["state"] for found in only.json()["items"]] == ["in_review"]

        address = f"/skus/{street.red}/stock"
        for _ in range(2):
            answer = await asking.put(address, json={"units": 9, "was": 3}, headers=eve)
            assert (answer.status_code, answer.json()["available"]) == (200, 8)
        answer = await asking.put(address, json={"units": 4, "was": 3}, headers=eve)
        assert (answer.status_code, answer.json()["code"], answer.json()["facts"]) == (409, "stock_moved", {"units": 9})
        for wrong in ({"units": -1, "was": 9}, {"units": 9}, {"units": "many", "was": 9}, {"units": 10**9, "was": 9}):
            assert (await asking.put(address, json=wrong, headers=eve)).status_code == 400


async def test_progress_of_an_import(street: Street) -> None:
    async with client(parts(street.db), HANDLERS) as asking:
        eve = await bearer(street.db, EVE)
        (listed,) = (await asking.get(f"/shops/{street.shop}/imports", headers=eve)).json()["items"]
        one = (await asking.get(f"/shops/{street.shop}/imports/{street.imported}", headers=eve)).json()
        assert listed == one
        assert (one["state"], one["rows"], one["refused"]) == ("done", 1, 1)
        errors = (await asking.get(f"/shops/{street.shop}/imports/{street.imported}/errors", headers=eve)).json()
        assert errors["items"] == [{"number": 1, "attribute": "price", "code": "price_out_of_range", "item": "A1"}]
        for path in ("", "/errors"):
            answer = await asking.get(f"/shops/{street.shop}/imports/{street.nothing}{path}", headers=eve)
            assert (answer.status_code, answer.json()["code"]) == (404, "import_not_found")
        assert "source" not in one, "where files lie on the machine is nobody's business"


async def test_shops_of_mine_and_shops_i_do_not_want(street: Street) -> None:
    async with client(parts(street.db), HANDLERS) as asking:
        eve, ann = await bearer(street.db, EVE), await bearer(street.db, ANN)
        assert [shop["merchant_id"] for shop in (await asking.get("/me/shops", headers=eve)).json()] == [
            str(street.shop)
        ]
        assert (await asking.get("/me/shops", headers=ann)).json() == []
        block = f"/me/shop-blocks/{street.shop}"
        for method, blocked in (("PUT", True), ("PUT", True), ("DELETE", False), ("DELETE", False)):
            assert (await asking.request(method, block, headers=ann)).status_code == 204
            async with street.db.transaction() as tx:
                assert await merchants.shop_blocked(tx, ANN, street.shop) is blocked
        answer = await asking.put(f"/me/shop-blocks/{street.nothing}", headers=ann)
        assert (answer.status_code, answer.json()["code"]) == (404, "merchant_not_found")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "sort=cheap",
        "category=toys",
        "occasion=monday",
        "min_fen=-1",
        "max_fen=99999999999999999999",
        "q=",
        f"q={'x' * 65}",
    ],
)
async def test_forms_that_are_refused(street: Street, query: str) -> None:
    async with client(parts(street.db), HANDLERS) as asking:
        answer = await asking.get(f"/goods?{query}", headers=await bearer(street.db, ANN))
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")


async def test_search_over_http(street: Street) -> None:
    async with street.db.transaction() as tx:
        roses = draft("roses", title="红玫瑰", category="flowers", occasions=["qixi"])
        await enter(tx, street.shop, roses, now=street.now + timedelta(minutes=1))
    async with client(parts(street.db), HANDLERS) as asking:
        ann = await bearer(street.db, ANN)
        for query in ("q=玫瑰", "q=MeiGui", "category=flowers", "occasion=qixi", "q=玫瑰&sort=price_up&max_fen=28800"):
            items = (await asking.get(f"/goods?{query}", headers=ann)).json()["items"]
            assert [card["title"] for card in items] == ["红玫瑰"], query
        answer = await asking.get("/goods?after=nonsense", headers=ann)
        assert (answer.status_code, answer.json()["code"]) == (404, "bad_cursor")
