"""The HTTP adapter against the simulated carrier, and the mistakes that this carrier makes."""

from datetime import timedelta
from pathlib import Path

import pytest

from kith.kit import clock
from kith.mall import Tracker
from kith.mall.carriers.carrier import Carriers, Forged, Missing, Registered, Report, Unknown
from kith.mall.carriers.tests.conformance import DAY, NUMBER, CarrierConformance
from kith.mall.carriers.tests.played import Driver, free_port, simulated, tracker_of


class TestTracker(CarrierConformance):
    """`driver` plays it against the simulator."""


def told(driver: Driver) -> list[str]:
    """The statuses of the callbacks, in order of arrival, without the forged ones."""
    statuses = []
    for body, headers in driver.mailbox.letters:
        try:
            driver.gateway.verify(body, headers, clock.real_now())
        except Forged:
            statuses.append("forged")
        else:
            statuses += [sighting.status for sighting in driver.gateway.read(body).sightings]
    return statuses


@pytest.mark.parametrize(
    ("fault", "statuses"),
    [
        ({"name": "carrier_silent"}, []),
        ({"name": "carrier_lost", "method": "in_transit"}, ["accepted", "out_for_delivery", "delivered"]),
        (
            {"name": "carrier_duplicate", "method": "delivered"},
            ["accepted", "in_transit", "out_for_delivery", "delivered", "delivered"],
        ),
        (
            {"name": "carrier_reordered", "method": "in_transit"},
            ["accepted", "out_for_delivery", "in_transit", "delivered"],
        ),
        (
            {"name": "carrier_late", "method": "out_for_delivery"},
            ["accepted", "in_transit", "delivered", "out_for_delivery"],
        ),
        (
            {"name": "carrier_forged", "method": "accepted"},
            ["forged", "accepted", "in_transit", "out_for_delivery", "delivered"],
        ),
        (
            {"name": "carrier_exception"},
            ["accepted", "in_transit", "exception", "out_for_delivery", "delivered"],
        ),
        (
            {"name": "carrier_returned"},
            ["accepted", "in_transit", "out_for_delivery", "exception", "returned"],
        ),
    ],
)
async def test_mistakes_of_the_carrier(driver: Driver, fault: dict[str, object], statuses: list[str]) -> None:
    await driver.switch(fault)
    await driver.gateway.register("sf", NUMBER)
    await driver.advance(5 * DAY)
    assert told(driver) == statuses
    report = await driver.gateway.ask("sf", NUMBER)
    assert isinstance(report, Report)
    assert report.sightings[-1].status in ("delivered", "returned")


async def test_a_callback_that_is_not_accepted_comes_again(driver: Driver) -> None:
    driver.mailbox.refuse = 2
    await driver.gateway.register("sf", NUMBER)
    await driver.advance(timedelta())
    assert told(driver) == []
    await driver.advance(timedelta(minutes=1))
    await driver.advance(timedelta(minutes=5))
    assert told(driver) == ["accepted"]


async def test_the_carrier_does_not_forget(driver: Driver, tmp_path: Path) -> None:
    home = tmp_path / "another"
    async with simulated(home, port := free_port()) as url:
        gateway = tracker_of(url, home, "http://127.0.0.1:9/")
        assert await gateway.register("sf", NUMBER) == Registered()
    assert isinstance(await gateway.ask("sf", NUMBER), Unknown), "nobody is there"
    async with simulated(home, port):
        assert isinstance(await gateway.ask("sf", NUMBER), Report)
    await gateway.disconnect()


async def test_a_wrong_key_is_no_answer_about_the_parcel(driver: Driver) -> None:
    stranger = Tracker("tracker", url=driver.url, key="guess", secret="", callback_url="http://127.0.0.1:9/")
    assert await stranger.register("sf", NUMBER) == Unknown("status_401")
    assert await stranger.ask("sf", NUMBER) == Unknown("status_401")
    assert await driver.gateway.ask("sf", NUMBER) == Missing()
    await stranger.disconnect()


def test_the_first_gateway_that_follows_a_carrier_is_asked() -> None:
    account = {"url": "http://127.0.0.1:9", "key": "", "secret": "", "callback_url": ""}
    own = Tracker("own", follows=frozenset({"sf"}), **account)
    rest = Tracker("rest", follows=frozenset({"sf", "zto"}), **account)
    carriers = Carriers(own, rest)
    assert carriers.following("sf") is own
    assert carriers.following("zto") is rest
    assert carriers.following("jd") is None
    assert list(carriers) == ["own", "rest"]
