"""WeChat Pay passes the suite that every gateway must pass, over HTTP, against the simulator."""

from collections.abc import AsyncGenerator

import pytest

from kith.payments.gateways.tests.conformance import Conformance
from kith.payments.gateways.tests.conformance_payouts import BillConformance, PayoutConformance
from kith.payments.gateways.tests.played import Mailbox, Simulator, WechatDriver
from kith.payments.outward import Payee

WEN = Payee("oWenFlowers0000000000000000", "温")


@pytest.fixture
async def driver(simulator: Simulator, mailbox: Mailbox) -> AsyncGenerator[WechatDriver]:
    simulator.switch()
    playing = WechatDriver(simulator, mailbox)
    yield playing
    await playing.disconnect()


class TestWechatPay(Conformance):
    ways = ("qr", "wap", "jsapi")


class TestPayouts(PayoutConformance):
    payee = WEN


class TestBills(BillConformance):
    payee = WEN
