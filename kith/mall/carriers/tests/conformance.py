"""What every carrier gateway must do, whoever is behind it."""

from datetime import timedelta

import pytest

from kith.kit import clock
from kith.mall.carriers.carrier import Declined, Forged, Missing, Registered, Report, Unknown, Unreadable
from kith.mall.carriers.tests.played import Driver

NUMBER = "SF1234567890123"
NO_SUCH_NUMBER = "SF1234567890404"
DAY = timedelta(days=1)


class CarrierConformance:
    """Subclass it with a fixture `driver` for another gateway."""

    async def test_a_number_is_registered_once_and_for_all(self, driver: Driver) -> None:
        assert await driver.gateway.register("sf", NUMBER) == Registered()
        assert await driver.gateway.register("sf", NUMBER) == Registered()

    async def test_a_number_that_the_carrier_does_not_have(self, driver: Driver) -> None:
        assert isinstance(await driver.gateway.register("sf", NO_SUCH_NUMBER), Declined)

    async def test_asking_about_a_number_that_was_not_registered(self, driver: Driver) -> None:
        assert await driver.gateway.ask("sf", NUMBER) == Missing()

    async def test_the_same_number_of_another_carrier_is_another_parcel(self, driver: Driver) -> None:
        await driver.gateway.register("sf", "123456789012")
        assert await driver.gateway.ask("zto", "123456789012") == Missing()

    async def test_asking_tells_everything_until_now(self, driver: Driver) -> None:
        registered_at = clock.now()
        await driver.gateway.register("sf", NUMBER)
        seen = []
        for hours in (0, 6, 44, 48):
            await driver.advance(registered_at + timedelta(hours=hours, minutes=1) - clock.now())
            report = await driver.gateway.ask("sf", NUMBER)
            assert isinstance(report, Report)
            assert (report.carrier, report.tracking_no) == ("sf", NUMBER)
            seen.append([sighting.status for sighting in report.sightings])
            assert all(sighting.happened_at <= clock.now() for sighting in report.sightings)
        assert seen[-1] == ["accepted", "in_transit", "out_for_delivery", "delivered"]
        assert seen == [seen[-1][:count] for count in (1, 2, 3, 4)]

    async def test_callbacks_tell_the_same_story(self, driver: Driver) -> None:
        await driver.gateway.register("sf", NUMBER)
        await driver.advance(3 * DAY)
        told = []
        for body, headers in driver.mailbox.letters:
            driver.gateway.verify(body, headers, clock.real_now())
            report = driver.gateway.read(body)
            assert (report.carrier, report.tracking_no) == ("sf", NUMBER)
            told += report.sightings
        report = await driver.gateway.ask("sf", NUMBER)
        assert isinstance(report, Report)
        assert told == report.sightings

    async def test_a_callback_is_believed_only_with_its_signature_and_while_it_is_fresh(self, driver: Driver) -> None:
        await driver.gateway.register("sf", NUMBER)
        await driver.advance(timedelta())
        (body, headers), real_now = driver.mailbox.letters[0], clock.real_now()
        driver.gateway.verify(body, headers, real_now)
        signatures = {name: value for name, value in headers.items() if name.startswith("x-")}
        forgeries = [
            (body.replace(b"accepted", b"delivered"), headers, real_now),
            (body + b" ", headers, real_now),
            (b"", headers, real_now),
            (body, {}, real_now),
            (body, headers, real_now + timedelta(minutes=10)),
            (body, headers, real_now - timedelta(minutes=10)),
            *((body, signatures | {name: ""}, real_now) for name in signatures),
            *((body, signatures | {name: value[:-1] + "é"}, real_now) for name, value in signatures.items()),
            *((body, signatures | {name: str(2**70)}, real_now) for name in signatures),
        ]
        for forged_body, forged_headers, moment in forgeries:
            with pytest.raises(Forged):
                driver.gateway.verify(forged_body, forged_headers, moment)

    async def test_a_lost_answer_is_unknown_and_the_same_number_works_again(self, driver: Driver) -> None:
        await driver.switch({"name": "carrier_timeout", "method": "register", "seconds": 2})
        assert isinstance(await driver.gateway.register("sf", NUMBER), Unknown)
        assert await driver.gateway.register("sf", NUMBER) == Registered()
        await driver.advance(3 * DAY)
        assert len(driver.mailbox.letters) == 4, "one parcel, told of once"

    @pytest.mark.parametrize("call", ["register", "ask"])
    async def test_an_error_is_unknown(self, driver: Driver, call: str) -> None:
        await driver.switch({"name": "carrier_error", "method": call})
        assert isinstance(await getattr(driver.gateway, call)("sf", NUMBER), Unknown)
        assert isinstance(await getattr(driver.gateway, call)("sf", NUMBER), Registered | Missing)

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"null",
            b"\xff\xfe",
            b"[]",
            b"{}",
            b'{"carrier":"sf","tracking_no":"SF1"}',
            b'{"carrier":"pigeon","tracking_no":"SF1","events":[]}',
            b'{"carrier":"sf","tracking_no":1,"events":[]}',
            b'{"carrier":"sf","tracking_no":"SF1","events":[{"status":"accepted","at":"yesterday"}]}',
            b'{"carrier":"sf","tracking_no":"SF1","events":[{"status":"accepted","at":"2026-03-01T04:00:00"}]}',
            b'{"carrier":"sf","tracking_no":"SF1","events":[' + b"[" * 100_000,
        ],
    )
    async def test_what_is_not_a_report_is_unreadable(self, driver: Driver, body: bytes) -> None:
        with pytest.raises(Unreadable):
            driver.gateway.read(body)

    async def test_a_status_that_we_do_not_know_yet_is_left_out(self, driver: Driver) -> None:
        report = driver.gateway.read(
            b'{"carrier":"sf","tracking_no":"SF1","events":[{"status":"customs","at":"2026-03-01T12:00:00+08:00"},'
            b'{"status":"accepted","at":"2026-03-01T12:00:00+08:00"}]}'
        )
        assert [(said.status, said.happened_at.isoformat()) for said in report.sightings] == [
            ("accepted", "2026-03-01T04:00:00+00:00")
        ]
