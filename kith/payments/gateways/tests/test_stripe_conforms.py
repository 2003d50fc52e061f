"""Stripe passes the suite that every gateway must pass, by its own package over HTTP, against the simulator."""

from collections.abc import AsyncGenerator

import pytest

from kith.payments.gateways.tests.conformance import Conformance
from kith.payments.gateways.tests.conformance_payouts import BillConformance
from kith.payments.gateways.tests.played import Mailbox, Simulator, StripeDriver


@pytest.fixture
async def driver(simulator: Simulator, mailbox: Mailbox) -> AsyncGenerator[StripeDriver]:
    simulator.switch()
    playing = StripeDriver(simulator, mailbox)
    yield playing
    await playing.disconnect()


class TestStripe(Conformance):
    ways = ("card",)


class TestBills(BillConformance):
    billed_back = ""
