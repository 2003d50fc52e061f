"""What only Stripe has: keys that keep what was answered first, a search that is behind, webhooks out of order."""

import json
from collections.abc import AsyncGenerator
from datetime import timedelta

import msgspec
import pytest
from stripe import WebhookSignature

from kith.kit import clock, ids
from kith.payments.gateway import (
    Begun,
    Closed,
    Declined,
    Forged,
    Missing,
    Note,
    Order,
    Pending,
    Refunded,
    Settled,
    Unknown,
    Waiting,
)
from kith.payments.gateways.stripe import Account, Stripe, message
from kith.payments.gateways.tests.conformance import FEN, begin, fresh_order, paid_order, refund_of, told
from kith.payments.gateways.tests.played import Mailbox, Simulator, StripeDriver


@pytest.fixture
async def driver(simulator: Simulator, mailbox: Mailbox) -> AsyncGenerator[StripeDriver]:
    simulator.switch()
    playing = StripeDriver(simulator, mailbox)
    yield playing
    await playing.disconnect()


async def begun_again(driver: StripeDriver, order: Order) -> Begun:
    begun = await driver.gateway.begin(order)
    assert isinstance(begun, Begun)
    return begun


async def test_a_number_without_its_id_is_found_when_the_search_has_caught_up(driver: StripeDriver) -> None:
    begun = await begin(driver)
    assert await driver.gateway.query(begun.number) == Missing(begun.number)
    await driver.advance(timedelta(minutes=2))
    assert await driver.gateway.query(begun.number) == Waiting(begun.number)
    assert await driver.gateway.close(begun.number) == Closed(begun.number)
    assert not await driver.pay(begun)


async def test_an_order_whose_answer_was_lost_is_the_same_intent_when_it_is_begun_again(driver: StripeDriver) -> None:
    order = fresh_order(driver)
    await driver.break_next("lost-answer")
    assert isinstance(await driver.gateway.begin(order), Unknown)
    first, second = await begun_again(driver, order), await begun_again(driver, order)
    assert first == second
    assert await driver.pay(first)
    await driver.advance(timedelta(minutes=2))
    assert isinstance(await driver.gateway.query(order.number), Settled)


@pytest.mark.parametrize("fault", ["unsure", "unsure-done"])
async def test_a_failure_that_is_kept_is_not_the_end_of_an_order(driver: StripeDriver, fault: str) -> None:
    order = fresh_order(driver)
    await driver.break_next(fault)
    assert isinstance(await driver.gateway.begin(order), Unknown)
    begun = await begun_again(driver, order)
    assert await driver.pay(begun)
    await driver.advance(timedelta(minutes=2))
    for known in (begun.gateway_number, None):
        paid = await driver.gateway.query(order.number, known)
        assert isinstance(paid, Settled), "also beside an intent that nobody can pay"
        assert paid.gateway_number == begun.gateway_number
        assert isinstance(await driver.gateway.close(order.number, known), Settled)


async def test_an_order_is_not_begun_anew_once_it_is_closed(driver: StripeDriver) -> None:
    order = fresh_order(driver)
    begun = await begun_again(driver, order)
    await driver.gateway.close(order.number, begun.gateway_number)
    assert isinstance(await driver.gateway.begin(order), Declined)


async def test_a_key_is_forgotten_after_a_day_and_what_was_made_is_not(driver: StripeDriver) -> None:
    begun = await paid_order(driver)
    wanted = refund_of(begun, 2_000)
    assert isinstance(await driver.gateway.refund(wanted), Refunded)
    await driver.advance(timedelta(hours=25))
    asked = await driver.gateway.query_refund(begun.number, wanted.refund_number, begun.gateway_number)
    assert asked == Refunded(begun.number, wanted.refund_number, 2_000)


async def test_a_refund_finds_its_trade_by_the_number_alone(driver: StripeDriver) -> None:
    begun = await paid_order(driver)
    wanted = msgspec.structs.replace(refund_of(begun, FEN), gateway_number=None)
    assert isinstance(await driver.gateway.refund(wanted), Unknown), "the search is behind"
    await driver.advance(timedelta(minutes=2))
    assert isinstance(await driver.gateway.refund(wanted), Refunded)
    assert isinstance(await driver.gateway.query_refund(begun.number, wanted.refund_number), Refunded)


async def test_a_webhook_is_repeated_for_three_days(driver: StripeDriver) -> None:
    driver.refuse_notes()
    await paid_order(driver)
    first = clock.now()
    while clock.now() < first + timedelta(days=5):
        await driver.advance(timedelta(hours=6))
    notes = driver.notes()
    assert len(notes) == 10
    assert len({note.note_id for note in notes if isinstance(note, Note)}) == 1


async def test_webhooks_out_of_order_prove_nothing(driver: StripeDriver, simulator: Simulator) -> None:
    simulator.switch({"name": "notify_reordered"})
    begun = await paid_order(driver)
    await driver.gateway.refund(refund_of(begun, FEN))
    notes = await told(driver)
    assert [note.outcome for note in notes] == ["refunded", "paid"]
    assert not any(note.proves for note in notes)


@pytest.mark.parametrize("age", [0, 200, 400])
async def test_an_old_signature_is_no_news_but_may_be_read_again(driver: StripeDriver, age: int) -> None:
    body = event("payment_intent.succeeded", intent())
    headers = signed(driver, body, age)
    if age > 300:
        with pytest.raises(Forged, match="bad-signature"):
            driver.gateway.read(body, headers)
    else:
        assert driver.gateway.read(body, headers).outcome == "paid"
    assert driver.gateway.read(body, headers, arriving=False).number == "n1"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"object":"event"}', "not-a-notification"),
        (b"[]", "not-a-notification"),
        (b"\xff", "bad-signature"),
        (b"event:payout.paid", "other-news"),
        (b"event:no-number", "not-a-notification"),
    ],
)
async def test_a_signed_body_of_another_kind_is_refused(driver: StripeDriver, body: bytes, why: str) -> None:
    other = {
        b"event:payout.paid": event("payout.paid", {"object": "payout"}),
        b"event:no-number": event("payment_intent.succeeded", intent() | {"metadata": {}}),
    }
    body = other.get(body, body)
    text = body.decode("utf-8", "replace")
    headers = {"stripe-signature": WebhookSignature.generate_signature_header(text, secret(driver))}
    with pytest.raises(Forged, match=why):
        driver.gateway.read(body, headers)


async def test_a_refund_that_its_bank_turned_away_waits_for_an_operator(driver: StripeDriver) -> None:
    def standing(*statuses: str) -> object:
        backs = [message.Refund("refund", f"re_{at}", 5, "cny", each, "pi", {"refund_number": "r"})
                 for at, each in enumerate(statuses)]  # fmt: skip
        return message.refunded("n", "r", backs)

    assert standing() == standing("canceled") == Missing("n")
    assert standing("failed", "canceled") == Unknown("n", "refund-failed")
    assert standing("requires_action", "canceled") == standing("pending") == Pending("n", "r")
    assert standing("canceled", "succeeded") == Refunded("n", "r", 5)


async def test_a_wrong_key_is_no_answer_and_stands_nowhere(simulator: Simulator, mailbox: Mailbox) -> None:
    account = msgspec.structs.replace(simulator.stripe(), secret_key="sk_live_secret", webhook_secret="whsec_x")
    gateway = Stripe(account)
    assert isinstance(await gateway.query("n1"), Unknown)
    declined = await gateway.refund(msgspec.convert(
        {"number": "n1", "refund_number": "r1", "fen": 1, "total_fen": 1, "reason": "", "gateway_number": "pi_1"},
        type(refund_of(Begun("n1"), 1)),
    ))  # fmt: skip
    assert isinstance(declined, Declined)
    assert declined.again
    assert "secret" not in repr(account) + repr(declined)
    await gateway.disconnect()


async def test_the_real_cashier_is_a_page_of_ours_and_no_server_hears_the_secret(simulator: Simulator) -> None:
    account: Account = msgspec.structs.replace(simulator.stripe(), cashier_url=None)
    gateway = Stripe(account)
    order = Order(
        number=ids.new().hex,
        fen=FEN,
        subject="Tea",
        way="card",
        pay_by=clock.now() + timedelta(minutes=30),
        notify_url="http://127.0.0.1:9/notifications",
        return_url="https://kith.example/app/charges/1",
    )
    begun = await gateway.begin(order)
    assert isinstance(begun, Begun)
    assert begun.url is not None
    page, _, fragment = begun.url.partition("#")
    assert page == "https://kith.example/app/charges/1/card"
    assert fragment.startswith(f"{begun.gateway_number}_secret_")
    await gateway.disconnect()


def secret(driver: StripeDriver) -> str:
    return driver.account.webhook_secret


def signed(driver: StripeDriver, body: bytes, age: int) -> dict[str, str]:
    at = int(clock.real_now().timestamp()) - age
    return {"stripe-signature": WebhookSignature.generate_signature_header(body.decode(), secret(driver), at)}


def intent() -> dict[str, object]:
    told: dict[str, object] = {"id": "pi_1", "object": "payment_intent", "amount": FEN, "currency": "cny"}
    return told | {"status": "succeeded", "metadata": {"number": "n1"}}


def event(kind: str, about: dict[str, object]) -> bytes:
    news = {"id": "evt_1", "object": "event", "type": kind, "created": 1_700_000_000, "data": {"object": about}}
    return json.dumps(news).encode()
