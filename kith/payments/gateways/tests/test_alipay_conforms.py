"""Alipay passes the suite that every gateway must pass, over HTTP, against the simulator."""

from kith.payments.gateways.tests.conformance import Conformance


class TestAlipay(Conformance):
    pass
