"""From the label to the doorstep: real HTTP both ways, real jobs, a carrier that makes mistakes on a clock we move."""

from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.di import Provide
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from kith import mall, people
from kith.kit import clock, web
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.mall import Order
from kith.mall.carriers.tests.played import Driver, Mailbox, free_port, served, simulated, tracker_of
from kith.mall.order_jobs import jobs
from kith.mall.order_routes import handlers
from kith.mall.tests.order_cast import HOUR, NUMBER, POLICY, Listener, moves, shipped_vase
from tests.cast import EVE, parts

UNKNOWN_NUMBER = "SF1234567890404"
SWEEPS = ("mall.ask_carriers", "mall.apply_callbacks", "mall.forget_parcels")


class Town:
    """An installation's orders, its worker, and the carrier."""

    def __init__(self, db: Database, running: Parts, queue: App, driver: Driver, listener: Listener) -> None:
        self.db = db
        self.driver = driver
        self.listener = listener
        self._parts = running
        self._queue = queue

    async def ship(self, number: str = NUMBER) -> Order:
        async with self.db.transaction() as tx:
            order = await shipped_vase(tx, self.listener, clock.now(), number)
        await self.work()
        return order

    async def work(self, *sweeps: str) -> None:
        """Do all jobs that wait, after putting these sweeps among them."""
        for name in sweeps:
            with suppress(AlreadyEnqueued):
                await self._queue.configure_task(name).defer_async(timestamp=0)
        await self._queue.run_worker_async(
            wait=False,
            listen_notify=False,
            install_signal_handlers=False,
            additional_context={"parts": self._parts},
        )

    async def advance(self, by: timedelta) -> None:
        """Later: the carrier does what is due, we do what it told us, the sweeps look around."""
        await self.driver.advance(by)
        await self.work()
        await self.work(*SWEEPS)
        await self.driver.advance(timedelta())
        await self.work()

    async def order(self, order: Order) -> Order:
        async with self.db.transaction() as tx:
            return await mall.order(tx, order.order_id)


@pytest.fixture
async def town(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Town]:
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    listener, given = Listener(), dict[str, Any]()
    app = Litestar(
        handlers,
        dependencies={
            "parts": Provide(lambda: given["parts"], sync_to_thread=False),
            "me": Provide(people.authenticate),
        },
        exception_handlers={Refusal: web.refused},
        openapi_config=None,
    )
    queue = App(connector=PsycopgConnector(conninfo=db.url))
    queue.add_tasks_from(jobs, namespace="")
    async with simulated(tmp_path, free_port()) as carrier_url, served(app) as url, queue.open_async():
        gateway = tracker_of(carrier_url, tmp_path, f"{url}/carriers/tracker/callbacks")
        given["parts"] = parts(db, listener.moved, POLICY, mall.Carriers(gateway))
        driver = Driver(carrier_url, tmp_path / "clock", gateway, Mailbox())
        yield Town(db, given["parts"], queue, driver, listener)
        await gateway.disconnect()


async def test_a_parcel_comes_by_callbacks_alone(town: Town) -> None:
    order = await town.ship()
    states = []
    for hours in (1, 6, 38, 4):
        await town.driver.advance(hours * HOUR)
        await town.work()
        states.append((await town.order(order)).state)
    assert states == ["shipped", "in_delivery", "in_delivery", "received"]
    assert town.listener.heard == ["shipped", "in_delivery", "received"]
    received = await town.order(order)
    assert received.delivered_at is not None
    assert received.shipped_at is not None
    assert timedelta() <= received.delivered_at - received.shipped_at - 48 * HOUR < timedelta(minutes=1)


@pytest.mark.parametrize(
    "faults",
    [
        [{"name": "carrier_silent"}],
        [{"name": "carrier_lost", "times": None}],
        [{"name": "carrier_duplicate", "times": None}],
        [{"name": "carrier_reordered", "times": None}, {"name": "carrier_late", "times": None}],
        [{"name": "carrier_forged", "times": None}],
        [{"name": "carrier_timeout", "method": "register", "seconds": 2}],
        [{"name": "carrier_error", "times": 2}],
        [{"name": "carrier_exception"}],
    ],
    ids=lambda faults: faults[0]["name"],
)
async def test_a_parcel_comes_whatever_the_carrier_does(town: Town, faults: list[dict[str, object]]) -> None:
    await town.driver.switch(*faults)
    order = await town.ship()
    for _ in range(7):
        await town.advance(12 * HOUR)
    received = await town.order(order)
    assert (received.state, received.trouble) == ("received", None)
    async with town.db.transaction() as tx:
        log = [line.split()[1] for line in await moves.all(tx, order_id=order.order_id, person_id=EVE)]
        view = await mall.parcel(tx, order.order_id)
    assert [move for move in log if move in ("shipped", "in_delivery", "received")] == [
        "shipped",
        "in_delivery",
        "received",
    ]
    assert view is not None
    assert view.events[0].status == "accepted"
    assert view.events[-1].status == "delivered"


async def test_a_parcel_that_goes_back(town: Town) -> None:
    await town.driver.switch({"name": "carrier_returned"})
    order = await town.ship()
    await town.advance(5 * 24 * HOUR)
    returned = await town.order(order)
    assert (returned.state, returned.trouble) == ("in_delivery", "returned")
    assert "exception" in town.listener.heard


async def test_a_number_that_the_carrier_does_not_have(town: Town) -> None:
    order = await town.ship(UNKNOWN_NUMBER)
    assert (await town.order(order)).trouble == "unknown_number"
    assert town.listener.heard == ["shipped", "exception"]
    await town.advance(7 * HOUR)
    assert town.listener.heard == ["shipped", "exception"], "said once"


async def test_a_carrier_that_is_away_does_not_keep_the_shop_waiting(town: Town) -> None:
    await town.driver.switch({"name": "carrier_error", "times": None})
    order = await town.ship()
    assert (await town.order(order)).state == "shipped"
    await town.driver.switch()
    await town.advance(HOUR)
    await town.advance(7 * HOUR)
    assert (await town.order(order)).state == "in_delivery"


async def test_jobs_that_were_lost_are_done_by_the_sweeps(town: Town) -> None:
    order = await town.ship()
    await town.driver.advance(3 * 24 * HOUR)
    async with town.db.transaction() as tx:
        await tx.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'mall.apply_callback' AND status = 'todo'")
    await town.advance(HOUR)
    assert (await town.order(order)).state == "received"


async def test_no_job_names_a_tracking_number(town: Town) -> None:
    await town.ship()
    await town.advance(50 * HOUR)
    async with town.db.transaction() as tx:
        cursor = await tx.execute("SELECT task_name::text, args::text FROM procrastinate_jobs")
        jobs_run = await cursor.fetchall()
    assert {"mall.register_parcel", "mall.apply_callback"} <= {name for name, _ in jobs_run}
    assert not any(NUMBER in arguments for _, arguments in jobs_run)


async def test_nobody_asks_after_a_parcel_that_came(town: Town) -> None:
    order = await town.ship()
    async with town.db.transaction() as tx:
        assert await mall.receive_order(tx, order.order_id, clock.now())
    await town.advance(3 * 24 * HOUR)
    assert town.listener.heard == ["shipped"]
    async with town.db.transaction() as tx:
        cursor = await tx.execute("SELECT ask_at FROM shipment")
        assert await cursor.fetchall() == [(None,)]


async def test_two_parcels_do_not_meet(town: Town) -> None:
    first = await town.ship()
    await town.advance(50 * HOUR)
    second = await town.ship("SF9876543210123")
    await town.advance(7 * HOUR)
    assert [(await town.order(order)).state for order in (first, second)] == ["received", "in_delivery"]
