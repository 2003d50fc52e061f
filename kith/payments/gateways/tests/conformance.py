"""What any gateway must do, one test a row: subclass `Conformance` in a gateway's own tests and give it a `Driver`.

The suite speaks to the gateway only through `payments.Gateway`, and to the other side only through the driver, which
can stand at the cashier, break the line, move the clock and collect what the gateway sends.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple, Protocol

import msgspec
import pytest

from kith.kit import clock, ids
from kith.payments.gateway import (
    Begun,
    Closed,
    Declined,
    Forged,
    Gateway,
    Missing,
    Note,
    Order,
    Pending,
    Refunded,
    RefundOrder,
    Settled,
    Unknown,
    Waiting,
    Way,
)

FEN = 12_345
SUBJECT = '鲜花 {"a/b": 1} 🎁 \\ & = %2F'


class Traits(NamedTuple):
    """In what gateways may differ."""

    made_by_order: bool = False
    """An order is a trade at once, and not only when its buyer comes."""
    closes_by_itself: bool = True
    """The gateway ends what is not paid in time; otherwise it is closed by a call."""
    tells_end: bool = True
    """It sends news of trades that ended unpaid."""
    returns: bool = True
    """What it paid out may come back."""


class Driver(Protocol):
    """The other side of one gateway, at a test's command."""

    notify_url: str
    traits: Traits

    @property
    def gateway(self) -> Gateway:
        """The gateway under test."""
        ...

    async def visit(self, begun: Begun) -> None:
        """A buyer comes to the cashier and does not pay."""
        ...

    async def pay(self, begun: Begun) -> bool:
        """A buyer comes to the cashier and pays; False where the cashier refuses."""
        ...

    async def confirm(self, package: str) -> None:
        """The payee of a payout says yes to it."""
        ...

    async def break_next(self, fault: str) -> None:
        """The next call has this fault: `lost` (nothing done, silence), `lost-answer` (done, silence), `unsure`
        (nothing done, "I do not know"), `unsure-done` (done, "I do not know"), `unsigned`, `tampered`,
        `refund-unconfirmed` (done, not said), `refund-later` (done in half an hour), `refund-lost` (never done);
        `payout-later` (done in some hours), `payout-failed` (failed by then), `payout-returned` (back the next day),
        `payout-refused` (the payee has another name)."""
        ...

    async def break_notes(self, fault: str) -> None:
        """The next notification: `duplicate`, `forged` (somebody claims the next visitor paid), `late`."""
        ...

    async def advance(self, by: timedelta) -> None:
        """Move the installation's clock, and let the other side do what becomes due."""
        ...

    async def settle(self) -> None:
        """Let the other side send whatever is due now."""
        ...

    def notes(self) -> list[Note | Forged]:
        """What came to `notify_url` until now, read by the gateway; each was answered as the protocol wants it."""
        ...

    def refuse_notes(self) -> None:
        """From now on answer notifications with `refusal_body`."""
        ...


class Conformance:
    """The rows. A subclass provides the fixture `driver`, and says by which ways its gateway is paid."""

    ways: tuple[Way, ...] = ("page", "wap", "qr", "app")

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "way" in metafunc.fixturenames:
            metafunc.parametrize("way", self.ways)

    async def test_these_are_its_ways(self, driver: Driver) -> None:
        assert tuple(driver.gateway.ways) == self.ways

    # to pay

    async def test_a_begun_order_can_be_paid(self, driver: Driver, way: Way) -> None:
        begun = await begin(driver, way)
        assert await driver.pay(begun)
        paid = await driver.gateway.query(begun.number, begun.gateway_number)
        assert isinstance(paid, Settled)
        assert (paid.number, paid.fen) == (begun.number, FEN)
        assert paid.gateway_number
        assert abs(paid.paid_at - clock.now()) < timedelta(minutes=1)

    async def test_each_way_has_its_own_place_to_pay(self, driver: Driver, way: Way) -> None:
        begun = await begin(driver, way)
        told = [begun.url is not None, begun.qr_code is not None, begun.order_string is not None]
        assert told == [way in ("page", "wap", "card"), way == "qr", way in ("app", "jsapi")]

    async def test_beginning_again_is_the_same_trade(self, driver: Driver, way: Way) -> None:
        order = fresh_order(driver, way)
        first, second = [await driver.gateway.begin(order) for _ in range(2)]
        assert isinstance(first, Begun)
        assert isinstance(second, Begun)
        assert await driver.pay(first)
        assert not await driver.pay(second)

    async def test_beginning_a_paid_order_is_never_definite(self, driver: Driver) -> None:
        order = fresh_order(driver, asking(driver))
        begun = await begun_of(driver, order)
        assert await driver.pay(begun)
        assert isinstance(await driver.gateway.begin(order), Unknown)
        assert isinstance(await driver.gateway.query(order.number, begun.gateway_number), Settled)

    async def test_other_content_under_one_number_is_not_begun(self, driver: Driver) -> None:
        order = fresh_order(driver, asking(driver))
        await begun_of(driver, order)
        other = msgspec.structs.replace(order, fen=FEN + 1)
        assert not isinstance(await driver.gateway.begin(other), Begun)

    async def test_an_order_after_its_deadline_is_declined(self, driver: Driver) -> None:
        order = msgspec.structs.replace(fresh_order(driver, asking(driver)), pay_by=clock.now() - timedelta(minutes=5))
        assert isinstance(await driver.gateway.begin(order), Declined)

    # to ask

    async def test_a_number_nobody_used_is_missing(self, driver: Driver) -> None:
        assert await driver.gateway.query("nobody") == Missing("nobody")

    async def test_a_visited_order_waits(self, driver: Driver, way: Way) -> None:
        begun = await begin(driver, way)
        await driver.visit(begun)
        assert await driver.gateway.query(begun.number, begun.gateway_number) == Waiting(begun.number)

    async def test_an_order_nobody_paid_closes_by_itself(self, driver: Driver) -> None:
        begun = await begin(driver)
        await driver.visit(begun)
        await driver.advance(timedelta(minutes=31))
        if not driver.traits.closes_by_itself:
            assert await driver.gateway.close(begun.number, begun.gateway_number) == Closed(begun.number)
        assert await driver.gateway.query(begun.number, begun.gateway_number) == Closed(begun.number)
        assert not await driver.pay(begun)

    # to close

    async def test_a_closed_order_cannot_be_paid(self, driver: Driver) -> None:
        begun = await begin(driver)
        await driver.visit(begun)
        assert await driver.gateway.close(begun.number, begun.gateway_number) == Closed(begun.number)
        assert not await driver.pay(begun)
        assert await driver.gateway.query(begun.number, begun.gateway_number) == Closed(begun.number)

    async def test_closing_twice_is_closed(self, driver: Driver) -> None:
        begun = await begin(driver)
        await driver.visit(begun)
        assert [await driver.gateway.close(begun.number, begun.gateway_number) for _ in range(2)] == [
            Closed(begun.number)
        ] * 2

    async def test_closing_a_paid_order_says_that_it_is_paid(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        assert isinstance(await driver.gateway.close(begun.number, begun.gateway_number), Settled)

    async def test_closing_what_nobody_opened_is_missing_where_opening_makes_it(self, driver: Driver) -> None:
        begun = await begin(driver)
        there = driver.traits.made_by_order
        number = begun.number
        assert await driver.gateway.close(number, begun.gateway_number) == (
            Closed(number) if there else Missing(number)
        )

    # to cancel

    @pytest.mark.parametrize("visited", [True, False])
    async def test_a_cancelled_code_cannot_be_paid(self, driver: Driver, visited: bool) -> None:
        order = fresh_order(driver, asking(driver))
        begun = await begun_of(driver, order)
        if visited:
            await driver.visit(begun)
        assert [await driver.gateway.cancel(begun.number, begun.gateway_number) for _ in range(2)] == [
            Closed(begun.number)
        ] * 2
        assert not await driver.pay(begun)
        assert not isinstance(await driver.gateway.begin(order), Begun)
        stands = await driver.gateway.query(begun.number, begun.gateway_number)
        assert stands == (Closed(begun.number) if visited or driver.traits.made_by_order else Missing(begun.number))

    async def test_a_code_that_is_too_old_to_be_cancelled_is_in_doubt_no_more(self, driver: Driver) -> None:
        begun = await begin(driver, asking(driver))
        await driver.advance(timedelta(hours=25))
        assert isinstance(await driver.gateway.cancel(begun.number, begun.gateway_number), Closed | Missing)

    async def test_cancelling_a_paid_code_says_that_it_is_paid_and_undoes_nothing(self, driver: Driver) -> None:
        begun = await begin(driver, asking(driver))
        assert await driver.pay(begun)
        assert isinstance(await driver.gateway.cancel(begun.number, begun.gateway_number), Settled)
        assert await refunded(driver, refund_of(begun, FEN))

    async def test_cancelling_what_was_never_begun_is_missing(self, driver: Driver) -> None:
        assert await driver.gateway.cancel("nobody") == Missing("nobody")

    # to refund

    async def test_a_full_refund(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        wanted = refund_of(begun, FEN)
        assert await refunded(driver, wanted)

    async def test_a_refunded_order_still_counts_as_paid(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        await driver.gateway.refund(refund_of(begun, FEN))
        assert isinstance(await driver.gateway.query(begun.number, begun.gateway_number), Settled)
        assert isinstance(await driver.gateway.close(begun.number, begun.gateway_number), Settled)

    async def test_refunds_in_parts_are_told_one_by_one(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        parts = [refund_of(begun, fen) for fen in (1, 2_000, FEN - 2_001)]
        for part in parts:
            assert await refunded(driver, part)
        assert [await asked(driver, part) for part in parts] == [
            Refunded(begun.number, part.refund_number, part.fen) for part in parts
        ]

    async def test_one_refund_number_refunds_once(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        wanted = refund_of(begun, 2_000)
        await driver.gateway.refund(wanted)
        assert isinstance(await driver.gateway.refund(wanted), Refunded | Pending)
        assert await asked(driver, wanted) == Refunded(begun.number, wanted.refund_number, 2_000)
        assert await refunded(driver, refund_of(begun, FEN - 2_000))

    async def test_one_refund_number_with_another_amount_is_declined(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        wanted = refund_of(begun, 2_000)
        await driver.gateway.refund(wanted)
        other = msgspec.structs.replace(wanted, fen=2_001)
        assert isinstance(await driver.gateway.refund(other), Declined)

    async def test_more_than_was_paid_is_declined(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        await driver.gateway.refund(refund_of(begun, FEN - 1))
        assert isinstance(await driver.gateway.refund(refund_of(begun, 2)), Declined)

    async def test_an_unpaid_order_is_not_refunded(self, driver: Driver) -> None:
        begun = await begin(driver)
        await driver.visit(begun)
        assert isinstance(await driver.gateway.refund(refund_of(begun, FEN)), Declined)

    async def test_a_refund_nobody_asked_for_is_missing(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        assert await driver.gateway.query_refund(begun.number, "nobody", begun.gateway_number) == Missing(begun.number)

    @pytest.mark.parametrize("fault", ["refund-unconfirmed", "refund-later", "refund-lost"])
    async def test_an_accepted_refund_is_pending_until_it_is_asked_about(self, driver: Driver, fault: str) -> None:
        begun = await paid_order(driver)
        wanted = refund_of(begun, FEN)
        await driver.break_next(fault)
        assert await driver.gateway.refund(wanted) == Pending(begun.number, wanted.refund_number)
        done = Refunded(begun.number, wanted.refund_number, FEN)
        missing = Missing(begun.number)
        waits = (missing, Pending(begun.number, wanted.refund_number))
        assert await asked(driver, wanted) in ((done,) if fault == "refund-unconfirmed" else waits)
        await driver.advance(timedelta(minutes=31))
        assert await asked(driver, wanted) == (missing if fault == "refund-lost" else done)
        assert isinstance(await driver.gateway.refund(wanted), Refunded | Pending)
        assert await asked(driver, wanted) == done

    # what nobody knows

    @pytest.mark.parametrize("fault", ["lost", "unsure", "unsigned", "tampered"])
    @pytest.mark.parametrize("call", ["begin", "query", "close", "cancel", "refund", "query_refund"])
    async def test_an_answer_that_proves_nothing_is_unknown(self, driver: Driver, call: str, fault: str) -> None:
        begun = await begin(driver)
        await driver.visit(begun)
        await driver.break_next(fault)
        assert isinstance(await _CALLS[call](driver, begun), Unknown)

    @pytest.mark.parametrize("fault", ["lost-answer", "unsure-done", "unsigned", "tampered"])
    async def test_a_refund_whose_answer_was_lost_happened_once(self, driver: Driver, fault: str) -> None:
        begun = await paid_order(driver)
        wanted = refund_of(begun, FEN)
        await driver.break_next(fault)
        assert isinstance(await driver.gateway.refund(wanted), Unknown)
        done = Refunded(begun.number, wanted.refund_number, FEN)
        assert await asked(driver, wanted) == done
        assert isinstance(await driver.gateway.refund(wanted), Refunded | Pending)
        assert await asked(driver, wanted) == done

    @pytest.mark.parametrize("fault", ["lost", "unsure"])
    async def test_a_refund_that_was_lost_is_missing_and_may_be_asked_again(self, driver: Driver, fault: str) -> None:
        begun = await paid_order(driver)
        wanted = refund_of(begun, FEN)
        await driver.break_next(fault)
        assert isinstance(await driver.gateway.refund(wanted), Unknown)
        assert await asked(driver, wanted) == Missing(begun.number)
        assert await refunded(driver, wanted)

    async def test_a_close_whose_answer_was_lost_happened(self, driver: Driver) -> None:
        begun = await begin(driver)
        await driver.visit(begun)
        await driver.break_next("lost-answer")
        assert isinstance(await driver.gateway.close(begun.number, begun.gateway_number), Unknown)
        assert await driver.gateway.query(begun.number, begun.gateway_number) == Closed(begun.number)

    # to be told

    async def test_a_payment_is_told(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        (note,) = await told(driver)
        assert (note.number, note.outcome, note.fen, note.refunded_fen) == (begun.number, "paid", FEN, 0)
        assert note.paid_at is not None
        paid = await driver.gateway.query(begun.number, begun.gateway_number)
        assert isinstance(paid, Settled)
        assert (note.gateway_number, note.paid_at) == (paid.gateway_number, paid.paid_at)

    async def test_refunds_are_told_and_name_themselves(self, driver: Driver) -> None:
        begun = await paid_order(driver)
        parts = [refund_of(begun, 2_000), refund_of(begun, FEN - 2_000)]
        for part in parts:
            await driver.gateway.refund(part)
            await driver.settle()
        notes = [note for note in await told(driver) if note.outcome == "refunded"]
        assert [(note.refund_number, note.fen) for note in notes] == [(part.refund_number, FEN) for part in parts]
        assert [note.refunded_fen for note in notes] in ([2_000, FEN], [2_000, FEN - 2_000])

    async def test_an_unpaid_end_is_told_as_closed(self, driver: Driver) -> None:
        begun = await begin(driver)
        await driver.visit(begun)
        await driver.advance(timedelta(minutes=31))
        if not driver.traits.closes_by_itself:
            await driver.gateway.close(begun.number, begun.gateway_number)
        notes = [(note.number, note.outcome) for note in await told(driver)]
        assert notes == ([(begun.number, "closed")] if driver.traits.tells_end else [])

    async def test_a_repeated_note_has_one_id(self, driver: Driver) -> None:
        await driver.break_notes("duplicate")
        await paid_order(driver)
        notes = await told(driver)
        assert len(notes) == 2
        assert len({note.note_id for note in notes}) == 1

    async def test_a_refused_note_comes_again(self, driver: Driver) -> None:
        driver.refuse_notes()
        await paid_order(driver)
        await told(driver)
        await driver.advance(timedelta(days=2))
        notes = await told(driver)
        assert len(notes) >= 2
        assert len({note.note_id for note in notes}) == 1

    async def test_a_late_note_tells_the_same(self, driver: Driver) -> None:
        await driver.break_notes("late")
        begun = await paid_order(driver)
        assert not await told(driver)
        await driver.advance(timedelta(hours=4))
        assert [(note.number, note.outcome) for note in await told(driver)] == [(begun.number, "paid")]

    async def test_a_forged_note_is_not_read(self, driver: Driver) -> None:
        await driver.break_notes("forged")
        begun = await begin(driver)
        await driver.visit(begun)
        await driver.settle()
        assert [type(note) for note in driver.notes()] == [Forged]
        assert await driver.gateway.query(begun.number, begun.gateway_number) == Waiting(begun.number)

    @pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{}", b"a=1&a=2", b"sign=AAAA", b"%", b"sign=" + b"A" * 9_000])
    async def test_noise_is_not_read(self, driver: Driver, body: bytes) -> None:
        with pytest.raises(Forged):
            driver.gateway.read(body, {})

    # its own account of us

    async def test_its_book_is_the_sum_of_what_it_said(self, driver: Driver) -> None:
        before = await driver.gateway.book()
        if before is None:
            pytest.skip("this gateway shows no book")
        begun = await paid_order(driver)
        part = refund_of(begun, 2_000)
        await driver.gateway.refund(part)
        book = await driver.gateway.book()
        assert book is not None
        assert book.balance_fen - before.balance_fen == FEN - 2_000
        assert book.paid[begun.number] == FEN
        assert book.refunded[part.refund_number] == 2_000


def fresh_order(driver: Driver, way: Way | None = None) -> Order:
    """By this way, or by the usual one."""
    way = way or driver.gateway.ways[0]
    return Order(
        number=ids.new().hex,
        fen=FEN,
        subject=SUBJECT,
        way=way,
        pay_by=clock.now() + timedelta(minutes=30),
        notify_url=driver.notify_url,
        return_url="http://127.0.0.1:9/back?gift=1",
        quit_url="http://127.0.0.1:9/quit?gift=1" if way == "wap" else None,
        payer="oDemoBuyer00000000000000000" if way == "jsapi" else None,
    )


def refund_of(begun: Begun, fen: int) -> RefundOrder:
    return RefundOrder(
        number=begun.number,
        refund_number=ids.new().hex,
        fen=fen,
        total_fen=FEN,
        reason="not taken up",
        gateway_number=begun.gateway_number,
    )


def asking(driver: Driver) -> Way | None:
    """A way whose orders are made by a call."""
    return "qr" if "qr" in driver.gateway.ways else None


async def begun_of(driver: Driver, order: Order) -> Begun:
    begun = await driver.gateway.begin(order)
    assert isinstance(begun, Begun)
    return begun


async def begin(driver: Driver, way: Way | None = None) -> Begun:
    return await begun_of(driver, fresh_order(driver, way))


async def paid_order(driver: Driver) -> Begun:
    begun = await begin(driver)
    assert await driver.pay(begun)
    return begun


async def refunded(driver: Driver, wanted: RefundOrder) -> bool:
    """Whether the money goes back at once, whatever the answer to the order itself tells."""
    done = Refunded(wanted.number, wanted.refund_number, wanted.fen)
    taken = await driver.gateway.refund(wanted)
    assert taken in (done, Pending(wanted.number, wanted.refund_number))
    return await asked(driver, wanted) == done


async def asked(driver: Driver, wanted: RefundOrder) -> Refunded | Pending | Missing | Unknown:
    return await driver.gateway.query_refund(wanted.number, wanted.refund_number, wanted.gateway_number)


async def told(driver: Driver) -> list[Note]:
    """Everything the gateway told until now, all of it genuine."""
    await driver.settle()
    notes = driver.notes()
    assert not [note for note in notes if isinstance(note, Forged)]
    return [note for note in notes if isinstance(note, Note)]


_CALLS: dict[str, Callable[[Driver, Begun], Awaitable[object]]] = {
    "begin": lambda driver, _: driver.gateway.begin(fresh_order(driver, asking(driver))),
    "query": lambda driver, begun: driver.gateway.query(begun.number, begun.gateway_number),
    "close": lambda driver, begun: driver.gateway.close(begun.number, begun.gateway_number),
    "cancel": lambda driver, begun: driver.gateway.cancel(begun.number, begun.gateway_number),
    "refund": lambda driver, begun: driver.gateway.refund(refund_of(begun, FEN)),
    "query_refund": lambda driver, begun: driver.gateway.query_refund(
        begun.number, ids.new().hex, begun.gateway_number
    ),
}
