"""Certificate mode over HTTP: the rows of the suite that it can change."""

import msgspec
import pytest

from kith.kit import ids
from kith.payments.gateway import Declined, Missing, Refunded, Settled, Unknown
from kith.payments.gateways.alipay import Alipay, Certs
from kith.payments.gateways.tests.conformance import FEN, SUBJECT, Driver, asked, begin, paid_order, refund_of, told
from kith.payments.gateways.tests.conformance_payouts import WEN, BillConformance, PayoutConformance
from kith.payments.gateways.tests.played import AlipayDriver, Simulator
from kith.payments.outward import PayoutOrder


@pytest.fixture
def driver(certified: AlipayDriver) -> Driver:
    return certified


class TestPayouts(PayoutConformance):
    pass


class TestBills(BillConformance):
    billed = SUBJECT.translate(str.maketrans("/=&", "／＝＆")).replace("🎁", "?")
    billed_back = billed
    """As a bill has it, whose letters are those of GBK."""


async def test_without_certificates_nothing_is_paid_out(simulator: Simulator) -> None:
    by_key = Alipay(simulator.account())
    assert not by_key.pays_out
    order = PayoutOrder(number=ids.new().hex, fen=FEN, payee=WEN, title="Kith")
    assert await by_key.pay_out(order) == Declined(order.number, "certificates-missing", again=True)
    assert await by_key.query_payout(order.number) == Missing(order.number)
    await by_key.disconnect()


async def test_a_trade_goes_through_its_life(driver: Driver) -> None:
    begun = await paid_order(driver)
    assert isinstance(await driver.gateway.query(begun.number), Settled)
    (note,) = await told(driver)
    assert (note.number, note.outcome, note.fen) == (begun.number, "paid", FEN)
    wanted = refund_of(begun, FEN)
    done = Refunded(begun.number, wanted.refund_number, FEN)
    assert await driver.gateway.refund(wanted) == done
    assert await asked(driver, wanted) == done


@pytest.mark.parametrize("fault", ["unsure", "unsigned", "tampered"])
async def test_an_answer_that_proves_nothing_is_unknown(driver: Driver, fault: str) -> None:
    begun = await begin(driver, "qr")
    await driver.visit(begun)
    await driver.break_next(fault)
    assert isinstance(await driver.gateway.query(begun.number), Unknown)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("app", "unsigned isv.invalid-app-cert-sn"),
        ("root", "unsigned isv.invalid-alipay-root-cert-sn"),
        ("alipay", "other-certificate"),
    ],
)
async def test_a_certificate_that_alipay_does_not_mean_proves_nothing(
    simulator: Simulator, wrong: str, why: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of the same keys, by another authority: only the serial numbers differ."""
    account = simulator.certified()
    assert account.certs is not None
    other = Simulator(tmp_path_factory.mktemp("other"))
    for key in simulator.home.glob("*_p*.pem"):
        (other.home / key.name).write_bytes(key.read_bytes())
    others = other.certified().certs
    assert others is not None
    mixed: Certs = msgspec.structs.replace(account.certs, **{wrong: getattr(others, wrong)})
    alipay = Alipay(msgspec.structs.replace(account, certs=mixed))
    number = ids.new().hex
    assert await alipay.query(number) == Unknown(number, why)
    await alipay.disconnect()


async def test_key_mode_and_certificate_mode_are_one_account(driver: Driver, simulator: Simulator) -> None:
    begun = await paid_order(driver)
    by_key = Alipay(simulator.account())
    assert isinstance(await by_key.query(begun.number), Settled)
    assert await by_key.query("nobody") == Missing("nobody")
    assert isinstance(await by_key.refund(refund_of(begun, FEN + 1)), Declined)
    await by_key.disconnect()
