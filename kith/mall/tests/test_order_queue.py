"""A shop's desk: what must be done next stands first, every tab holds what its number says, and nothing is lost."""

from datetime import datetime, timedelta

import pytest

from kith import mall, merchants
from kith.kit import ids
from kith.kit.page import BadCursor
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.mall import order_queue as queues
from kith.mall.confirm_order import confirm_order
from kith.mall.goods import SkuId
from kith.mall.list_orders import list_orders
from kith.mall.order_queue import OrderTab, ShopSummary
from kith.mall.policy import Policy
from kith.mall.refuse_order import refuse_order
from kith.mall.shop_order import OrderId, OrderState
from kith.mall.tests.order_cast import HOUR, POLICY, Listener, open_shop, order_vase, said, send, stock_vase
from kith.mall.track import track
from kith.mall.view_order import view_order
from kith.mall.view_shop_summary import view_shop_summary
from tests.cast import BO, EVE, FAY

TABS: dict[OrderTab, set[str]] = {
    "to_confirm": {"fresh", "late"},
    "to_ship": {"confirmed", "late and confirmed"},
    "late": {"late", "late and confirmed"},
    "trouble": {"lost", "back"},
    "shipped": {"sent", "under way"},
    "done": {"received", "unable", "cancelled"},
}
BY_URGENCY = [
    *("late and confirmed", "late", "confirmed", "fresh"),
    *("back", "lost"),
    *("under way", "sent"),
    *("cancelled", "unable", "received"),
]


class Desk:
    """Eve's shop with orders of every kind, each by a name."""

    def __init__(self, tx: Tx, now: datetime, shop: merchants.MerchantId) -> None:
        self.tx = tx
        self.now = now
        self.shop = shop
        self.listener = Listener()
        self.orders: dict[str, OrderId] = {}

    async def place(self, name: str, ship_by: float, placed: float) -> OrderId:
        order = await order_vase(
            self.tx, self.now + placed * HOUR, shop=self.shop, ship_by=self.now + timedelta(hours=ship_by)
        )
        self.orders[name] = order.order_id
        return order.order_id

    async def confirm(self, name: str) -> None:
        await confirm_order(self.tx, self.listener.moved, self.orders[name], EVE, self.now)

    async def send(self, name: str, number: str, *events: tuple[float, str]) -> None:
        await send(self.tx, self.listener, self.orders[name], self.now, number)
        if events:
            await track(self.tx, self.listener.moved, POLICY, said(self.now, *events, number=number), self.now)

    async def fill(self) -> "Desk":
        kinds = ("fresh", "confirmed", "late", "late and confirmed", "lost", "back", "sent", "under way")
        promises = (40, 30, -1, -2, 9, 8, 3, 20)
        for place, (name, ship_by) in enumerate(zip(kinds, promises, strict=True)):
            await self.place(name, ship_by, place - 20)
        for place, name in enumerate(("received", "unable", "cancelled")):
            await self.place(name, 50, place - 10)
        for name in ("confirmed", "late and confirmed"):
            await self.confirm(name)
        await self.send("lost", "SF1234567890101", (0, "accepted"), (1, "exception"))
        await self.send("back", "SF1234567890102", (0, "accepted"), (1, "in_transit"), (2, "returned"))
        await self.send("sent", "SF1234567890103")
        await self.send("under way", "SF1234567890104", (0, "accepted"), (1, "in_transit"))
        await self.send("received", "SF1234567890105", (0, "accepted"), (1, "delivered"))
        one = {"order_id": self.orders["unable"], "person_id": EVE}
        await refuse_order(self.tx, self.listener.moved, **one, reason="other", now=self.now)
        await mall.cancel_order(self.tx, self.orders["cancelled"], why="late", now=self.now)
        return self

    async def names(self, tab: OrderTab | None = None, state: OrderState | None = None, limit: int = 100) -> list[str]:
        """What is listed, read in pages of `limit`."""
        called = {order_id: name for name, order_id in self.orders.items()}
        found: list[str] = []
        after = None
        while True:
            page = await list_orders(
                self.tx, self.shop, EVE, tab=tab, state=state, limit=limit, after=after, now=self.now
            )
            assert len(page.items) <= limit
            found += [called[order.order_id] for order in page.items]
            after = page.next
            if after is None:
                return found

    async def summary(self) -> ShopSummary:
        return await view_shop_summary(self.tx, Policy(), self.shop, EVE, self.now)


@pytest.fixture
async def desk(tx: Tx, now: datetime) -> Desk:
    other = await open_shop(tx, now, FAY)
    await order_vase(tx, now, shop=other)
    return await Desk(tx, now, await open_shop(tx, now)).fill()


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 100])
async def test_what_must_be_done_next_stands_first(desk: Desk, limit: int) -> None:
    assert await desk.names(limit=limit) == BY_URGENCY


@pytest.mark.parametrize("tab", TABS)
async def test_a_tab_holds_what_its_number_says(desk: Desk, tab: OrderTab) -> None:
    for limit in (1, 100):
        names = await desk.names(tab, limit=limit)
        assert names == [name for name in BY_URGENCY if name in TABS[tab]]
    if tab != "done":
        assert getattr(await desk.summary(), tab) == len(names)


async def test_one_state_by_promise(desk: Desk) -> None:
    assert await desk.names(state="shipped") == ["sent", "lost"]
    assert await desk.names(state="in_delivery") == ["back", "under way"]
    assert await desk.names(tab="late", state="shipped") == ["late and confirmed", "late"]


async def test_a_promise_is_late_from_its_moment_on(desk: Desk) -> None:
    await desk.place("now", 0, -1)
    assert "now" in await desk.names("late")
    await desk.place("soon", 0.001, -1)
    assert "soon" not in await desk.names("late")


async def test_few_are_counted(desk: Desk) -> None:
    """Listed variants that have no more left than the policy says, whatever else there is."""

    async def stock(units: int, held: int = 0) -> SkuId:
        sku_id = await stock_vase(desk.tx, desk.shop, desk.now)
        values = {"sku_id": sku_id, "units": units, "held": held}
        await desk.tx.execute("UPDATE stock SET units = %(units)s, held = %(held)s WHERE sku_id = %(sku_id)s", values)
        return sku_id

    before = (await desk.summary()).low_stock
    assert before == 0, "five of each"
    for units, held in ((3, 0), (9, 6), (0, 0), (4, 0), (9, 5)):
        await stock(units, held)
    assert (await desk.summary()).low_stock == 3
    retired, unlisted = await stock(1), await stock(1)
    await desk.tx.execute("UPDATE variant SET retired = true WHERE sku_id = %s", [retired])
    await desk.tx.execute(
        """UPDATE product SET state = 'delisted'
        WHERE product_id = (SELECT product_id FROM variant WHERE sku_id = %s)""",
        [unlisted],
    )
    assert (await desk.summary()).low_stock == 3


async def test_an_empty_shop(tx: Tx, now: datetime) -> None:
    shop = await open_shop(tx, now)
    assert await view_shop_summary(tx, Policy(), shop, EVE, now) == ShopSummary(0, 0, 0, 0, 0, 0)
    assert (await list_orders(tx, shop, EVE, limit=1, after=None, now=now)).items == []


async def test_who_does_not_work_there(desk: Desk) -> None:
    order_id, nowhere = desk.orders["fresh"], merchants.MerchantId(ids.new(desk.now))

    async def refused(person: object, shop: merchants.MerchantId, order: OrderId) -> list[type[Refusal]]:
        verbs = (
            list_orders(desk.tx, shop, person, limit=1, after=None, now=desk.now),
            view_shop_summary(desk.tx, Policy(), shop, person, desk.now),
            view_order(desk.tx, order, person),
        )
        found: list[type[Refusal]] = []
        for verb in verbs:
            with pytest.raises(Refusal) as raised:
                await verb
            found.append(type(raised.value))
        return found

    for person in (BO, FAY):
        expected = [merchants.NotYourShop, merchants.NotYourShop, mall.OrderNotFound]
        assert await refused(person, desk.shop, order_id) == expected
        assert await refused(person, nowhere, OrderId(ids.new(desk.now))) == expected
    for wrong in ("x", "WzFd"):
        with pytest.raises(BadCursor):
            await list_orders(desk.tx, desk.shop, EVE, limit=1, after=wrong, now=desk.now)


async def test_an_order_shows_its_picture_as_it_was_and_when_what_happened(tx: Tx, now: datetime) -> None:
    shop = await open_shop(tx, now)
    sku_id = await stock_vase(tx, shop, now)
    picture = "ab" * 32
    await tx.execute(
        """INSERT INTO product_picture (product_id, position, source, state, picture_id, tries, try_at)
        SELECT product_id, 0, 'https://shop.example/1.jpg', 'stored', %s, 1, %s FROM variant WHERE sku_id = %s""",
        [picture, now, sku_id],
    )
    order = await order_vase(tx, now, shop=shop, sku_id=sku_id)
    await tx.execute("DELETE FROM product_picture")
    [row] = (await list_orders(tx, shop, EVE, limit=1, after=None, now=now)).items
    assert row == await view_order(tx, order.order_id, EVE) == queues.queued(order)
    assert (row.picture_id, row.placed_at, row.shipped_at) == (picture, now, None)
    await send(tx, Listener(), order.order_id, now + HOUR)
    row = await view_order(tx, order.order_id, EVE)
    assert (row.state, row.shipped_at, row.delivered_at) == ("shipped", now + HOUR, None)
