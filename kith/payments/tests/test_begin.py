"""Beginning to pay: every refusal in the order of the checks, and the first answer again to the same request."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kith import payments
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.payments.charge import AttemptId, ChargeId
from kith.payments.tests.desk import Desk
from tests.cast import ANN, BO

Arranged = dict[str, Any]


async def _stranger(desk: Desk) -> Arranged:
    return {"charge_id": (await desk.paid_charge())[0], "payer_id": BO, "gateway": "none"}


async def _nothing_there(desk: Desk) -> Arranged:
    return {"charge_id": ChargeId(ids.new(desk.now))}


async def _paid(desk: Desk) -> Arranged:
    charge_id, _ = await desk.paid_charge()
    desk.later(hours=1)
    return {"charge_id": charge_id, "gateway": "none"}


async def _cancelled(desk: Desk) -> Arranged:
    charge_id = await desk.charge()
    await desk.cancel(charge_id)
    return {"charge_id": charge_id, "gateway": "none"}


async def _late(desk: Desk) -> Arranged:
    charge_id = await desk.charge()
    desk.later(minutes=30)
    return {"charge_id": charge_id, "gateway": "none"}


async def _no_such_gateway(desk: Desk) -> Arranged:
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    return {"charge_id": charge_id, "attempt_id": attempt_id, "way": "page", "gateway": "none"}


async def _no_such_way(desk: Desk) -> Arranged:
    desk.gateway.ways = ("page",)
    return {"charge_id": await desk.charge(), "way": "qr"}


async def _other_way(desk: Desk) -> Arranged:
    charge_id = await desk.charge()
    return {"charge_id": charge_id, "attempt_id": await desk.begin(charge_id), "way": "page"}


async def _other_charge(desk: Desk) -> Arranged:
    return {"charge_id": await desk.charge(), "attempt_id": await desk.begin(await desk.charge())}


async def _ended(desk: Desk) -> Arranged:
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    await desk.gateway.close(attempt_id.hex)
    await desk.tend(charge_id, attempt_id)
    return {"charge_id": charge_id, "attempt_id": attempt_id}


async def _declined(desk: Desk) -> Arranged:
    desk.gateway.faults["begin"] = ["declined"]
    return {"charge_id": await desk.charge()}


async def _silent(desk: Desk) -> Arranged:
    desk.gateway.faults["begin"] = ["lost_after"]
    return {"charge_id": await desk.charge()}


@pytest.mark.parametrize(
    ("arrange", "refusal"),
    [
        (_nothing_there, payments.ChargeNotFound),
        (_stranger, payments.ChargeNotFound),
        (_paid, payments.ChargePaid),
        (_cancelled, payments.ChargeOver),
        (_late, payments.ChargeOver),
        (_no_such_gateway, payments.GatewayNotFound),
        (_no_such_way, payments.GatewayNotFound),
        (_other_charge, payments.AttemptDiffers),
        (_other_way, payments.AttemptDiffers),
        (_ended, payments.AttemptOver),
        (_declined, payments.GatewayDeclined),
        (_silent, payments.GatewaySilent),
    ],
)
async def test_begin_refuses(
    desk: Desk, arrange: Callable[[Desk], Awaitable[Arranged]], refusal: type[Refusal]
) -> None:
    asked: Arranged = {
        "attempt_id": AttemptId(ids.new(desk.now)),
        "payer_id": ANN,
        "gateway": "scripted",
        "way": "qr",
        "site": "http://kith.example",
    }
    asked |= await arrange(desk)
    with pytest.raises(refusal):
        await payments.begin(desk.db, desk.gateways, desk.policy, **asked, now=desk.now)


@pytest.mark.parametrize(
    ("way", "field"), [("page", "url"), ("wap", "url"), ("qr", "qr_code"), ("app", "order_string")]
)
async def test_the_same_attempt_gets_the_first_answer(desk: Desk, way: payments.Way, field: str) -> None:
    charge_id = await desk.charge()
    attempt_id = AttemptId(ids.new(desk.now))

    async def begin() -> payments.Checkout:
        return await payments.begin(
            desk.db,
            desk.gateways,
            desk.policy,
            attempt_id=attempt_id,
            charge_id=charge_id,
            payer_id=ANN,
            gateway="scripted",
            way=way,
            site="http://kith.example",
            now=desk.now,
        )

    first = await begin()
    assert [name for name in ("url", "qr_code", "order_string") if getattr(first, name)] == [field]
    assert await begin() == first
    back = f"http://kith.example/app/charges/{charge_id}"
    (order,) = desk.gateway.orders
    assert order.return_url == (back if way in ("page", "wap") else None)
    assert order.quit_url == (back if way == "wap" else None)
    assert desk.gateway.calls == ["begin"]


@pytest.mark.parametrize("fault", ["lost", "lost_after"])
async def test_an_attempt_without_an_answer_is_unknown_and_can_be_begun_again(desk: Desk, fault: str) -> None:
    desk.gateway.faults["begin"] = [fault]
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    assert (await desk.attempt(charge_id, attempt_id)).state == "unknown"
    await desk.begin(charge_id, attempt_id)
    assert (await desk.attempt(charge_id, attempt_id)).state == "open"
    assert list(desk.gateway.trades) == [attempt_id.hex]


async def test_a_declined_repetition_is_not_the_last_word(desk: Desk) -> None:
    desk.gateway.faults["begin"] = ["lost_after", "declined"]
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    await desk.begin(charge_id, attempt_id)
    assert (await desk.attempt(charge_id, attempt_id)).state == "unknown"


async def test_nor_is_it_after_a_first_call_that_nobody_lived_to_hear_the_answer_of(desk: Desk) -> None:
    async def die() -> None:
        raise ConnectionAbortedError

    desk.gateway.during = {"begin": die}
    charge_id = await desk.charge()
    attempt_id = AttemptId(ids.new(desk.now))
    with pytest.raises(ConnectionAbortedError):
        await desk.begin(charge_id, attempt_id)
    desk.gateway.faults["begin"] = ["declined"]
    await desk.begin(charge_id, attempt_id)
    assert (await desk.attempt(charge_id, attempt_id)).state == "unknown"


async def test_a_declined_attempt_is_closed_with_the_gateways_word(desk: Desk) -> None:
    desk.gateway.faults["begin"] = ["declined"]
    charge_id = await desk.charge()
    with pytest.raises(payments.GatewayDeclined) as refused:
        await desk.begin(charge_id, attempt_id := AttemptId(ids.new(desk.now)))
    assert refused.value.facts == {"gateway_code": "TOTAL_FEE_EXCEED"}
    attempt = await desk.attempt(charge_id, attempt_id)
    assert (attempt.state, attempt.code) == ("closed", "TOTAL_FEE_EXCEED")


async def test_no_gateway_is_called_inside_a_transaction(desk: Desk) -> None:
    async def idle() -> None:
        async with desk.db.transaction() as tx:
            found = await tx.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state = 'idle in transaction'"
            )
            assert await found.fetchone() == (0,)

    desk.gateway.during = {"begin": idle, "query": idle, "refund": idle, "query_refund": idle, "close": idle}
    charge_id, _ = await desk.paid_charge()
    desk.gateway.faults["refund"] = ["lost_after"]
    refund_id = await desk.refund(charge_id, 100)
    await desk.tend_refund(charge_id, refund_id)
    await desk.tend_refund(charge_id, refund_id)
    other = await desk.charge()
    await desk.begin(other)
    await desk.cancel(other)
    await desk.close(other)
    assert desk.gateway.during == {}
    assert [refund.state for refund in await desk.refunds(charge_id)] == ["refunded"]


async def test_the_same_charge_is_answered_again_and_another_refused(desk: Desk) -> None:
    charge_id = await desk.charge()
    there = await desk.state(charge_id)
    asked = {
        name: getattr(there, name) for name in ("charge_id", "payer_id", "fen", "subject", "purpose", "ref", "pay_by")
    }
    await desk.cancel(charge_id)
    async with desk.db.transaction() as tx:
        assert (await payments.open_charge(tx, **asked, now=desk.later(minutes=1))).state == "cancelled"
        for change in ({"fen": 1}, {"payer_id": BO}, {"purpose": "move"}, {"subject": "Tulips"}):
            with pytest.raises(payments.ChargeDiffers):
                await payments.open_charge(tx, **{**asked, **change}, now=desk.now)
