"""What any gateway that sends money out must do, one test a row: as `conformance`, with the same driver."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from kith.kit import clock, ids
from kith.payments.bill import BillFetched, BillMissing, FundLine, TradeLine
from kith.payments.gateway import Declined, Missing, Unknown
from kith.payments.gateways.tests.conformance import FEN, SUBJECT, Driver, paid_order, refund_of
from kith.payments.outward import Confirm, Dealing, Failed, PaidOut, Payee, PayoutOrder, Returned

WEN = Payee("wen@flowers.example", '温 {"a/b"} & = ')


class PayoutConformance:
    """The rows. A subclass provides the fixture `driver`, of a gateway that pays out."""

    payee = WEN

    async def test_it_says_so(self, driver: Driver) -> None:
        assert driver.gateway.pays_out

    async def test_a_payout_is_paid(self, driver: Driver) -> None:
        order = await covered(driver, self.payee)
        paid = await sent(driver, order)
        assert isinstance(paid, PaidOut)
        assert (paid.number, paid.fen) == (order.number, FEN)
        assert paid.gateway_number
        assert abs(paid.paid_at - clock.now()) < timedelta(minutes=1)
        assert await driver.gateway.query_payout(order.number) == paid

    async def test_one_number_pays_once(self, driver: Driver) -> None:
        order = await covered(driver, self.payee)
        before = await balance(driver)
        first = await sent(driver, order)
        again = await driver.gateway.pay_out(order)
        assert isinstance(first, PaidOut)
        assert isinstance(again, PaidOut)
        assert again.gateway_number == first.gateway_number
        assert await balance(driver) == before - FEN

    async def test_one_number_with_other_content_is_not_paid_and_never_definite(self, driver: Driver) -> None:
        order = await covered(driver, self.payee)
        await sent(driver, order)
        before = await balance(driver)
        for other in ({"fen": FEN - 1}, {"payee": Payee(self.payee.account, "Eve")}):
            assert isinstance(await driver.gateway.pay_out(msgspec.structs.replace(order, **other)), Unknown)
        assert await balance(driver) == before

    async def test_a_number_nobody_used_is_missing(self, driver: Driver) -> None:
        assert await driver.gateway.query_payout("nobody") == Missing("nobody")

    async def test_a_slow_one_is_dealt_with_for_hours(self, driver: Driver) -> None:
        order = await covered(driver, self.payee)
        await driver.break_next("payout-later")
        assert await driver.gateway.pay_out(order) == Dealing(order.number)
        await driver.advance(timedelta(hours=3))
        assert await driver.gateway.query_payout(order.number) == Dealing(order.number)
        assert await driver.gateway.pay_out(order) == Dealing(order.number)
        await driver.advance(timedelta(hours=4))
        assert isinstance(await sent(driver, order), PaidOut)

    async def test_a_slow_one_may_fail_and_moves_nothing(self, driver: Driver) -> None:
        order = await covered(driver, self.payee)
        before = await balance(driver)
        await driver.break_next("payout-failed")
        assert await driver.gateway.pay_out(order) == Dealing(order.number)
        await driver.advance(timedelta(hours=7))
        failed = await driver.gateway.query_payout(order.number)
        assert isinstance(failed, Failed)
        assert failed.code
        assert await balance(driver) == before

    async def test_what_was_paid_may_come_back(self, driver: Driver) -> None:
        if not driver.traits.returns:
            pytest.skip("what this gateway pays out does not come back")
        order = await covered(driver, self.payee)
        before = await balance(driver)
        await driver.break_next("payout-returned")
        assert isinstance(await driver.gateway.pay_out(order), PaidOut)
        await driver.advance(timedelta(days=2))
        back = await driver.gateway.query_payout(order.number)
        assert isinstance(back, Returned)
        assert (back.number, back.fen) == (order.number, FEN)
        assert await balance(driver) == before

    async def test_another_name_ends_it_for_good(self, driver: Driver) -> None:
        order = await covered(driver, self.payee)
        await driver.break_next("payout-refused")
        said = await driver.gateway.pay_out(order)
        if isinstance(said, Failed):
            assert await driver.gateway.query_payout(order.number) == said
        else:
            assert isinstance(said, Declined)
            assert not said.again
            assert await driver.gateway.query_payout(order.number) == Missing(order.number)

    async def test_more_than_there_is_is_declined_for_now(self, driver: Driver) -> None:
        order = msgspec.structs.replace(await covered(driver, self.payee), fen=10_000_000_00)
        declined = await driver.gateway.pay_out(order)
        assert isinstance(declined, Declined)
        assert declined.again

    @pytest.mark.parametrize("fault", ["lost", "unsure", "unsigned", "tampered"])
    @pytest.mark.parametrize("call", ["pay_out", "query_payout"])
    async def test_an_answer_that_proves_nothing_is_unknown(self, driver: Driver, call: str, fault: str) -> None:
        order = await covered(driver, self.payee)
        await driver.break_next(fault)
        gateway = driver.gateway
        said = await (gateway.pay_out(order) if call == "pay_out" else gateway.query_payout(order.number))
        assert isinstance(said, Unknown)

    @pytest.mark.parametrize("fault", ["lost-answer", "unsure-done", "unsigned", "tampered"])
    async def test_a_payout_whose_answer_was_lost_happened_once(self, driver: Driver, fault: str) -> None:
        order = await covered(driver, self.payee)
        before = await balance(driver)
        await driver.break_next(fault)
        assert isinstance(await driver.gateway.pay_out(order), Unknown)
        assert isinstance(await sent(driver, order), PaidOut)
        assert isinstance(await driver.gateway.pay_out(order), PaidOut)
        assert await balance(driver) == before - FEN

    @pytest.mark.parametrize("fault", ["lost", "unsure"])
    async def test_a_payout_that_was_lost_is_missing_and_may_be_sent_again(self, driver: Driver, fault: str) -> None:
        order = await covered(driver, self.payee)
        await driver.break_next(fault)
        assert isinstance(await driver.gateway.pay_out(order), Unknown)
        assert await driver.gateway.query_payout(order.number) == Missing(order.number)
        assert isinstance(await sent(driver, order), PaidOut)

    async def test_its_book_has_what_went_out(self, driver: Driver) -> None:
        order = await covered(driver, self.payee)
        await sent(driver, order)
        book = await driver.gateway.book()
        if book is None:
            pytest.skip("this gateway shows no book")
        assert book.paid_out[order.number] == FEN
        assert order.number not in book.returned


class BillConformance:
    """The rows about bills. A subclass provides the fixture `driver`, and how a bill writes a subject."""

    billed = SUBJECT
    billed_back = SUBJECT
    payee = WEN

    async def test_a_bill_of_today_is_not_there_yet(self, driver: Driver, tmp_path: Path) -> None:
        await paid_order(driver)
        bill = await driver.gateway.fetch_bill(beijing_day(), "trades", tmp_path / "bill")
        assert isinstance(bill, BillMissing)
        assert names(tmp_path) == []

    async def test_the_bills_of_a_day_have_what_happened(self, driver: Driver, tmp_path: Path) -> None:
        await driver.advance(timedelta(days=2))
        day = beijing_day()
        begun = await paid_order(driver)
        back = refund_of(begun, 2_000)
        await driver.gateway.refund(back)
        order = await covered(driver, self.payee)
        if driver.gateway.pays_out:
            await sent(driver, order)
        await driver.advance(timedelta(days=2))
        path = tmp_path / "bill"
        assert isinstance(await driver.gateway.fetch_bill(day, "trades", path), BillFetched)
        trades = [line for line in driver.gateway.read_bill(path) if line.number == begun.number]
        assert [
            (line.kind, line.fen, line.refund_number, line.subject) for line in trades if isinstance(line, TradeLine)
        ] == [("payment", FEN, None, self.billed), ("refund", -2_000, back.refund_number, self.billed_back)]
        assert isinstance(await driver.gateway.fetch_bill(day, "funds", path), BillFetched)
        funds = [line for line in driver.gateway.read_bill(path) if isinstance(line, FundLine)]
        moved = {(line.number, line.fen) for line in funds}
        assert (begun.number, FEN) in moved
        assert {(begun.number, -2_000), (back.refund_number, -2_000)} & moved
        assert ((order.number, -FEN) in moved) == driver.gateway.pays_out
        for one, following in pairwise(funds):
            if one.balance_fen is not None and following.balance_fen is not None:
                assert following.balance_fen - one.balance_fen == following.fen

    @pytest.mark.parametrize("fault", ["lost", "unsure", "unsigned", "tampered"])
    async def test_a_bill_whose_address_is_not_proven_is_not_fetched(
        self, driver: Driver, tmp_path: Path, fault: str
    ) -> None:
        await driver.break_next(fault)
        day = beijing_day() - timedelta(days=2)
        assert isinstance(await driver.gateway.fetch_bill(day, "trades", tmp_path / "bill"), Unknown)
        assert names(tmp_path) == []


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def beijing_day() -> date:
    return (clock.now() + timedelta(hours=8)).date()


async def covered(driver: Driver, payee: Payee) -> PayoutOrder:
    """A payout for which a buyer has just brought the money."""
    await paid_order(driver)
    return PayoutOrder(number=ids.new().hex, fen=FEN, payee=payee, title="Kith")


async def sent(driver: Driver, order: PayoutOrder) -> object:
    """What becomes of it when its payee confirms it, where that is wanted."""
    said = await driver.gateway.pay_out(order)
    if not isinstance(said, Confirm):
        return said
    assert said.package
    await driver.confirm(said.package)
    return await driver.gateway.query_payout(order.number)


async def balance(driver: Driver) -> int:
    book = await driver.gateway.book()
    if book is None:
        pytest.skip("this gateway shows no book")
    return book.balance_fen
