"""The inbox: stored before it is believed, answered, settled once, whoever lost a job or sent it twice."""

import asyncio

import pytest

from kith import payments
from kith.kit import ids
from kith.payments import attempt as attempts
from kith.payments import notification as notifications
from kith.payments.charge import AttemptId, ChargeId
from kith.payments.notification import NotificationForged, NotificationId
from kith.payments.receive_notification import receive_notification
from kith.payments.tests.desk import FEN, Desk


async def _paid(desk: Desk) -> tuple[ChargeId, AttemptId]:
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    desk.gateway.pay(attempt_id.hex)
    return charge_id, attempt_id


async def test_a_notification_is_stored_settled_and_acknowledged(desk: Desk) -> None:
    charge_id, attempt_id = await _paid(desk)
    assert await desk.take(desk.gateway.note(attempt_id.hex, "paid")) == b"success"
    assert await desk.inbox() == [("settled", None)]
    assert await desk.jobs() == []
    assert (await desk.state(charge_id)).state == "paid"
    assert await desk.balance(charge_id) == (FEN, 0)


async def test_one_that_cannot_be_settled_now_is_stored_acknowledged_and_settled_by_its_job(desk: Desk) -> None:
    async def fail() -> None:
        raise LookupError

    charge_id, attempt_id = await _paid(desk)
    desk.while_told = fail
    for _ in range(2):
        assert await desk.take(desk.gateway.note(attempt_id.hex, "paid")) == b"success"
    desk.while_told = None
    assert await desk.inbox() == [("waiting", None)]
    assert await desk.jobs() == ["payments.settle_notification"]
    assert (await desk.state(charge_id)).state == "open"
    await desk.read_inbox()
    assert await desk.inbox() == [("settled", None)]
    assert (await desk.state(charge_id)).state == "paid"
    assert await desk.balance(charge_id) == (FEN, 0)


async def test_the_sweep_settles_what_a_lost_job_left(desk: Desk) -> None:
    charge_id, attempt_id = await _paid(desk)
    await desk.receive(desk.gateway.note(attempt_id.hex, "paid"))
    await desk.sweep()
    assert await desk.inbox() == [("settled", None)]
    assert (await desk.state(charge_id)).state == "paid"


async def test_the_same_bytes_are_stored_once_and_another_copy_changes_nothing(desk: Desk) -> None:
    charge_id, attempt_id = await _paid(desk)
    for note_id in ("1", "1", "2"):
        assert await desk.take(desk.gateway.note(attempt_id.hex, "paid", note_id=note_id)) == b"success"
    assert len(await desk.inbox()) == 2
    await desk.read_inbox()
    await desk.receive(desk.gateway.note(attempt_id.hex, "paid", note_id="1"))
    await desk.sweep()
    assert desk.told == [charge_id]
    assert await desk.balance(charge_id) == (FEN, 0)
    assert await desk.refunds(charge_id) == []


async def test_two_notifications_two_workers_and_the_query_race_and_one_wins(desk: Desk) -> None:
    for _ in range(5):
        charge_id, attempt_id = await _paid(desk)
        for note_id in ("1", "2"):
            await desk.receive(desk.gateway.note(attempt_id.hex, "paid", note_id=note_id))
        await asyncio.gather(
            *(desk.take(desk.gateway.note(attempt_id.hex, "paid", note_id=note_id)) for note_id in ("2", "3", "3")),
            desk.read_inbox(),
            desk.read_inbox(),
            desk.tend(charge_id, attempt_id),
            desk.sweep(),
        )
        assert desk.told.count(charge_id) == 1
        assert await desk.balance(charge_id) == (FEN, 0)
        assert await desk.refunds(charge_id) == []
    assert {state for state, _ in await desk.inbox()} == {"settled"}
    assert await desk.findings() == []


@pytest.mark.parametrize("closed", [False, True])
async def test_news_that_proves_nothing_hurries_the_question_that_does(desk: Desk, closed: bool) -> None:
    charge_id, attempt_id = await _paid(desk)
    if closed:
        await _close(desk, charge_id, attempt_id)
    before = await desk.jobs()
    assert await desk.take(desk.gateway.note(attempt_id.hex, "paid", proves=False)) == b"success"
    assert await desk.inbox() == [("settled", None)]
    assert await desk.jobs() == [*before, "payments.ask_attempt"]
    assert (await desk.attempt(charge_id, attempt_id)).state == ("closed" if closed else "open")
    desk.gateway.faults["query"].append("lost")
    with pytest.raises(payments.GatewaySilent):
        await desk.ask(charge_id, attempt_id)
    for _ in range(2):
        await desk.ask(charge_id, attempt_id)
    assert (await desk.attempt(charge_id, attempt_id)).state == "paid"
    assert await desk.balance(charge_id) == (FEN, 0)
    assert desk.told == [charge_id]


async def test_old_news_that_proves_nothing_changes_nothing(desk: Desk) -> None:
    charge_id, attempt_id = await _paid(desk)
    await desk.take(desk.gateway.note(attempt_id.hex, "closed", proves=False))
    await desk.ask(charge_id, attempt_id)
    assert (await desk.attempt(charge_id, attempt_id)).state == "paid"


async def _close(desk: Desk, charge_id: ChargeId, attempt_id: AttemptId) -> None:
    async with desk.db.transaction() as tx:
        await attempts.close.run(tx, charge_id=charge_id, attempt_id=attempt_id, now=desk.now)


@pytest.mark.parametrize("body", [b"", b"not signed", b"\0" * 200])
async def test_a_forged_notification_is_not_even_stored(desk: Desk, body: bytes) -> None:
    charge_id, _ = await _paid(desk)
    with pytest.raises(NotificationForged):
        await desk.take(body)
    assert await desk.inbox() == []
    assert (await desk.state(charge_id)).state == "open"
    assert await desk.balance(charge_id) == (0, 0)


async def test_a_stored_notification_that_is_not_genuine_any_more_has_no_effect(desk: Desk) -> None:
    charge_id, _ = await _paid(desk)
    body = b"signed with a key that we no longer trust"
    notification_id = NotificationId(ids.new(desk.now))
    async with desk.db.transaction() as tx:
        one = {"notification_id": notification_id, "gateway": "scripted", "headers": "{}"}
        await notifications.insert.run(tx, **one, body=body, now=desk.now)
    await desk.read_inbox()
    await desk.sweep()
    assert await desk.inbox() == [("rejected", "bad_signature")]
    await desk.settle_notification(notification_id)
    assert await desk.inbox() == [("rejected", "bad_signature")], "its job runs once more"
    assert (await desk.state(charge_id)).state == "open"
    assert await desk.balance(charge_id) == (0, 0)


async def test_a_genuine_notification_about_nothing_of_ours_is_put_before_an_operator(desk: Desk) -> None:
    charge_id, attempt_id = await _paid(desk)
    stranger = AttemptId(ids.new(desk.now)).hex
    desk.gateway.trades[stranger] = desk.gateway.trades[attempt_id.hex]
    desk.gateway.trades["no-uuid"] = desk.gateway.trades[attempt_id.hex]
    await desk.receive(desk.gateway.note(stranger, "paid"))
    await desk.receive(desk.gateway.note("no-uuid", "paid"))
    await desk.receive(desk.gateway.note(attempt_id.hex, "refunded", refund_number=stranger))
    await desk.read_inbox()
    codes = [code for _, code in await desk.inbox()]
    assert sorted(map(str, codes)) == ["no_such_attempt", "no_such_attempt", "no_such_refund"]
    async with desk.db.transaction() as tx:
        assert len(await payments.stuck(tx, desk.policy, desk.now)) == 3
    assert await desk.balance(charge_id) == (0, 0)


async def test_another_gateways_notification_about_our_attempt_is_rejected(desk: Desk) -> None:
    charge_id, attempt_id = await _paid(desk)
    body = desk.gateway.note(attempt_id.hex, "paid")
    desk.gateway.name = "other"
    await desk.receive(body)
    await desk.read_inbox()
    assert await desk.inbox() == [("rejected", "no_such_attempt")]
    assert await desk.balance(charge_id) == (0, 0)


async def test_a_notification_for_a_gateway_we_do_not_have_is_refused(desk: Desk) -> None:
    with pytest.raises(payments.GatewayNotFound):
        async with desk.db.transaction() as tx:
            await receive_notification(tx, desk.gateways, gateway="none", headers={}, body=b"", now=desk.now)


async def test_only_headers_that_matter_are_stored(desk: Desk) -> None:
    _, attempt_id = await _paid(desk)
    async with desk.db.transaction() as tx:
        await receive_notification(
            tx,
            desk.gateways,
            gateway="scripted",
            headers={"content-type": "text/plain", "cookie": "kith_session=secret"},
            body=desk.gateway.note(attempt_id.hex, "paid"),
            now=desk.now,
        )
        found = await tx.execute("SELECT headers FROM gateway_notification")
        assert await found.fetchone() == ('{"content-type":"text/plain"}',)


async def test_news_of_a_closing_closes_and_of_a_later_payment_still_pays(desk: Desk) -> None:
    charge_id, attempt_id = await _paid(desk)
    for order, outcome in enumerate(("waiting", "closed", "paid", "closed")):
        await desk.receive(desk.gateway.note(attempt_id.hex, outcome, note_id=str(order)))
        await desk.read_inbox()
    assert (await desk.attempt(charge_id, attempt_id)).state == "paid"
    assert await desk.balance(charge_id) == (FEN, 0)


async def test_news_of_a_refund_only_hurries_the_question(desk: Desk) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, 100)
    desk.gateway.faults["refund"] = ["lost_after"]
    await desk.tend_refund(charge_id, refund_id)
    await desk.receive(desk.gateway.note(attempt_id.hex, "refunded", refund_number=refund_id.hex))
    await desk.read_inbox()
    assert (await desk.jobs())[-1] == "payments.tend_refund"
    await desk.tend_refund(charge_id, refund_id)
    assert [refund.state for refund in await desk.refunds(charge_id)] == ["refunded"]


async def test_a_refund_and_late_notifications_race(desk: Desk) -> None:
    for _ in range(5):
        charge_id, attempt_id = await _paid(desk)
        await desk.cancel(charge_id)
        await desk.receive(desk.gateway.note(attempt_id.hex, "paid", note_id="1"))
        await desk.read_inbox()
        [refund] = await desk.refunds(charge_id)
        await desk.receive(desk.gateway.note(attempt_id.hex, "paid", note_id="2"))
        await desk.receive(desk.gateway.note(attempt_id.hex, "refunded", refund_number=refund.number, note_id="3"))
        await asyncio.gather(
            desk.tend_refund(charge_id, refund.refund_id),
            desk.read_inbox(),
            desk.sweep(),
            desk.close(charge_id),
        )
        assert [(refund.state, refund.fen) for refund in await desk.refunds(charge_id)] == [("refunded", FEN)]
        assert desk.gateway.trades[attempt_id.hex].refunds == {refund.number: FEN}
        assert await desk.balance(charge_id) == (0, 0)
    assert await desk.findings() == []


async def test_old_notifications_are_forgotten(desk: Desk) -> None:
    _, attempt_id = await _paid(desk)
    await desk.receive(desk.gateway.note(attempt_id.hex, "paid"))
    await desk.receive(desk.gateway.note(attempt_id.hex, "waiting"))
    await desk.sweep()
    desk.later(seconds=desk.policy.notification_seconds)
    await desk.sweep()
    assert await desk.inbox() == []


async def test_what_could_not_be_read_any_more_is_settled_when_it_comes_again(desk: Desk) -> None:
    """Keys changed between its arrival and its reading, and the gateway repeats it under the new one."""
    charge_id, attempt_id = await _paid(desk)
    note = desk.gateway.note(attempt_id.hex, "paid")
    await desk.receive(note)
    async with desk.db.transaction() as tx:
        await tx.execute("UPDATE gateway_notification SET state = 'rejected', code = 'bad_signature', settled_at = %s",
                         (desk.now,))  # fmt: skip
    await desk.receive(note)
    await desk.read_inbox()
    assert await desk.inbox() == [("settled", None)]
    assert (await desk.state(charge_id)).state == "paid"
