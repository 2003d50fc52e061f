"""Orders in a shop's queue: every move, every refusal in the order of the checks, and what the shop gets to see."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import msgspec
import pytest

from kith import mall, merchants
from kith.kit import ids
from kith.kit.page import BadCursor
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.mall import Order, OrderId, OrderNotFound
from kith.mall import order_queue as queues
from kith.mall import shop_order as orders
from kith.mall.carriers.carrier import CarrierCode, TrackingNumberMalformed, label
from kith.mall.confirm_order import confirm_order
from kith.mall.correct_shipment import correct_shipment
from kith.mall.list_orders import list_orders
from kith.mall.refuse_order import refuse_order
from kith.mall.ship import ship
from kith.mall.tests.order_cast import (
    HOUR,
    NUMBER,
    OTHER_NUMBER,
    POLICY,
    Listener,
    moves,
    open_shop,
    order_vase,
    said,
    send,
    shipped_vase,
    waiting_jobs,
)
from kith.mall.track import track
from tests.cast import BO, EVE, FAY

Prepared = Callable[[Tx, Listener, datetime], Awaitable[Order]]


async def waiting(tx: Tx, listener: Listener, now: datetime) -> Order:
    return await order_vase(tx, now)


async def confirmed(tx: Tx, listener: Listener, now: datetime) -> Order:
    order = await order_vase(tx, now)
    return await confirm_order(tx, listener.moved, order.order_id, EVE, now)


async def unable(tx: Tx, listener: Listener, now: datetime) -> Order:
    order = await order_vase(tx, now)
    return await refuse_order(tx, listener.moved, order_id=order.order_id, person_id=EVE, reason="sold_out", now=now)


async def cancelled(tx: Tx, listener: Listener, now: datetime) -> Order:
    order = await order_vase(tx, now)
    assert await mall.cancel_order(tx, order.order_id, why="late", now=now)
    return await mall.order(tx, order.order_id)


async def shipped(tx: Tx, listener: Listener, now: datetime) -> Order:
    return await shipped_vase(tx, listener, now)


async def in_delivery(tx: Tx, listener: Listener, now: datetime) -> Order:
    order = await shipped_vase(tx, listener, now)
    await track(tx, listener.moved, POLICY, said(now, (1, "in_transit")), now + HOUR)
    return await mall.order(tx, order.order_id)


async def number_used(tx: Tx, listener: Listener, now: datetime) -> Order:
    """A shipped order, and another one that travels under the other number."""
    order = await shipped_vase(tx, listener, now)
    await shipped_vase(tx, listener, now, OTHER_NUMBER)
    return order


async def number_used_elsewhere(tx: Tx, listener: Listener, now: datetime) -> Order:
    await shipped_vase(tx, listener, now)
    return await order_vase(tx, now)


def confirming(who: Any = EVE) -> Any:
    return lambda tx, moved, order_id, now: confirm_order(tx, moved, order_id, who, now)


def refusing(reason: Any = "sold_out", who: Any = EVE) -> Any:
    return lambda tx, moved, order_id, now: refuse_order(
        tx, moved, order_id=order_id, person_id=who, reason=reason, now=now
    )


def shipping(number: str = NUMBER, carrier: CarrierCode = "sf", who: Any = EVE) -> Any:
    return lambda tx, moved, order_id, now: ship(
        tx, moved, POLICY, order_id=order_id, person_id=who, carrier=carrier, tracking_no=number, now=now
    )


def correcting(number: str = OTHER_NUMBER, carrier: CarrierCode = "sf", who: Any = EVE) -> Any:
    return lambda tx, moved, order_id, now: correct_shipment(
        tx, moved, POLICY, order_id=order_id, person_id=who, carrier=carrier, tracking_no=number, now=now
    )


@pytest.mark.parametrize(
    ("prepared", "deed", "refusal"),
    [
        (waiting, confirming(BO), OrderNotFound),
        (waiting, confirming(FAY), OrderNotFound),
        (unable, confirming(), orders.OrderNotOpen),
        (cancelled, confirming(), orders.OrderNotOpen),
        (shipped, confirming(), orders.OrderNotOpen),
        (waiting, refusing(who=FAY), OrderNotFound),
        (unable, refusing("other"), orders.OrderNotOpen),
        (cancelled, refusing(), orders.OrderNotOpen),
        (shipped, refusing(), orders.OrderNotOpen),
        (shipped, shipping("oops", who=FAY), OrderNotFound),
        (shipped, shipping("SF12"), TrackingNumberMalformed),
        (shipped, shipping(NUMBER, "jt"), TrackingNumberMalformed),
        (shipped, shipping(OTHER_NUMBER), orders.AlreadyShipped),
        (in_delivery, shipping(OTHER_NUMBER), orders.AlreadyShipped),
        (unable, shipping(), orders.OrderNotOpen),
        (cancelled, shipping(), orders.OrderNotOpen),
        (number_used_elsewhere, shipping(), orders.TrackingNumberUsed),
        (waiting, correcting("oops", who=FAY), OrderNotFound),
        (waiting, correcting("oops"), TrackingNumberMalformed),
        (waiting, correcting(), orders.NotShippedYet),
        (cancelled, correcting(), orders.NotShippedYet),
        (in_delivery, correcting(), orders.ParcelUnderWay),
        (number_used, correcting(), orders.TrackingNumberUsed),
    ],
)
async def test_refusals(tx: Tx, now: datetime, prepared: Prepared, deed: Any, refusal: type[Refusal]) -> None:
    listener = Listener()
    await open_shop(tx, now, FAY)
    order = await prepared(tx, listener, now)
    heard = list(listener.heard)
    with pytest.raises(refusal):
        async with tx.transaction():
            await deed(tx, listener.moved, order.order_id, now)
    assert await mall.order(tx, order.order_id) == order
    assert listener.heard == heard


@pytest.mark.parametrize(
    ("prepared", "deed"),
    [
        (confirmed, confirming()),
        (unable, refusing()),
        (shipped, shipping()),
        (shipped, shipping(" sf1234 5678-90123 ")),
        (in_delivery, shipping()),
        (in_delivery, correcting(NUMBER)),
    ],
)
async def test_the_same_deed_again_is_the_same_answer(tx: Tx, now: datetime, prepared: Prepared, deed: Any) -> None:
    listener = Listener()
    order = await prepared(tx, listener, now)
    heard = list(listener.heard)
    assert await deed(tx, listener.moved, order.order_id, now + HOUR) == order
    assert listener.heard == heard


@pytest.mark.parametrize("nobody", [confirming(), refusing(), shipping(), correcting()])
async def test_an_order_that_does_not_exist(tx: Tx, now: datetime, nobody: Any) -> None:
    with pytest.raises(OrderNotFound):
        await nobody(tx, Listener().moved, OrderId(ids.new(now)), now)


async def test_every_move_is_written_down_and_told(tx: Tx, now: datetime) -> None:
    listener = Listener()
    order = await confirmed(tx, listener, now)
    await send(tx, listener, order.order_id, now + HOUR)
    await correct_shipment(
        tx,
        listener.moved,
        POLICY,
        order_id=order.order_id,
        person_id=EVE,
        carrier="sf",
        tracking_no=OTHER_NUMBER,
        now=now + HOUR,
    )
    report = said(now, (1, "accepted"), (30, "exception"), number=OTHER_NUMBER)
    await track(tx, listener.moved, POLICY, report, now + 30 * HOUR)
    report = said(now, (48, "delivered"), number=OTHER_NUMBER)
    await track(tx, listener.moved, POLICY, report, now + 49 * HOUR)
    assert await moves.all(tx, order_id=order.order_id, person_id=EVE) == [
        "1 placed purpose",
        "2 confirmed shop true",
        "3 shipped shop true",
        "4 corrected shop true",
        "5 exception carrier",
        "6 in_delivery carrier",
        "7 received carrier",
        "8 resumed carrier",
    ]
    assert listener.heard == ["confirmed", "shipped", "exception", "in_delivery", "received"]
    ended = await mall.order(tx, order.order_id)
    assert (ended.state, ended.delivered_at, ended.trouble) == ("received", now + 48 * HOUR, None)


async def test_placing_twice(tx: Tx, now: datetime) -> None:
    order = await order_vase(tx, now)
    deed = {
        "order_id": order.order_id,
        "merchant_id": order.merchant_id,
        "sku_id": order.sku_id,
        "purpose": order.purpose,
        "ref": order.ref,
        "fen": order.fen,
        "ship_by": order.ship_by,
    }
    assert await mall.place_order(tx, **deed, now=now + HOUR) == order
    for other in ({"fen": 1}, {"ref": ids.new(now)}, {"purpose": "prize"}, {"ship_by": now}, {"quantity": 2}):
        with pytest.raises(orders.OrderIdTaken):
            await mall.place_order(tx, **deed | other, now=now)


async def test_an_order_keeps_the_goods_as_they_were(tx: Tx, now: datetime) -> None:
    order = await order_vase(tx, now)
    await tx.execute("UPDATE product SET title = 'Another vase'")
    await tx.execute("UPDATE variant SET options = '{}'")
    kept = await mall.order(tx, order.order_id)
    assert (kept.title, kept.article, kept.options) == ("Celadon vase", "VASE-G", {"colour": "green"})


@pytest.mark.parametrize(
    ("prepared", "cancels", "receives"),
    [
        (waiting, True, False),
        (confirmed, True, False),
        (cancelled, True, False),
        (unable, False, False),
        (shipped, False, True),
        (in_delivery, False, True),
    ],
)
async def test_what_the_purpose_may_still_do(
    tx: Tx, now: datetime, prepared: Prepared, cancels: bool, receives: bool
) -> None:
    listener = Listener()
    order = await prepared(tx, listener, now)
    heard = list(listener.heard)
    async with tx.transaction(force_rollback=True):
        assert await mall.cancel_order(tx, order.order_id, why="late", now=now) is cancels
    assert await mall.receive_order(tx, order.order_id, now) is receives
    assert await mall.receive_order(tx, order.order_id, now) is receives
    assert listener.heard == heard, "whoever does it knows"
    for verb in (
        mall.cancel_order(tx, OrderId(ids.new(now)), why="late", now=now),
        mall.receive_order(tx, OrderId(ids.new(now)), now),
        mall.order(tx, OrderId(ids.new(now))),
        mall.parcel(tx, OrderId(ids.new(now))),
    ):
        with pytest.raises(OrderNotFound):
            await verb


async def test_the_queue_is_ordered_by_urgency_and_paged(tx: Tx, now: datetime) -> None:
    shop = await open_shop(tx, now)
    late, soon, later = [
        (await order_vase(tx, now, shop=shop, ship_by=now + hours * HOUR)).order_id for hours in (1, 10, 20)
    ]
    await order_vase(tx, now)
    first = await list_orders(tx, shop, EVE, state="to_ship", limit=2, after=None, now=now)
    assert [row.order_id for row in first.items] == [late, soon]
    second = await list_orders(tx, shop, EVE, state="to_ship", limit=2, after=first.next, now=now)
    assert ([row.order_id for row in second.items], second.next) == ([later], None)
    await send(tx, Listener(), late, now)
    shown = await list_orders(tx, shop, EVE, state="shipped", limit=2, after=None, now=now)
    assert [(row.order_id, row.carrier, row.tracking_no) for row in shown.items] == [(late, "sf", NUMBER)]
    with pytest.raises(BadCursor):
        await list_orders(tx, shop, EVE, state="to_ship", limit=2, after="elsewhere", now=now)
    for stranger in (BO, FAY):
        with pytest.raises(merchants.NotYourShop):
            await list_orders(tx, shop, stranger, limit=2, after=None, now=now)


async def test_the_shop_does_not_see_what_the_order_is_for(tx: Tx, now: datetime) -> None:
    order = await order_vase(tx, now)
    shown = msgspec.json.encode(queues.queued(order)).decode()
    assert str(order.ref) not in shown
    assert "purpose" not in shown
    assert "gift" not in shown
    assert "Celadon vase" in shown


async def test_a_corrected_number_is_free_again(tx: Tx, now: datetime) -> None:
    listener = Listener()
    order = await shipped_vase(tx, listener, now)
    await track(tx, listener.moved, POLICY, said(now, (0, "accepted"), (1, "exception")), now)
    corrected = await correcting()(tx, listener.moved, order.order_id, now)
    assert (corrected.tracking_no, corrected.trouble) == (OTHER_NUMBER, None)
    assert await track(tx, listener.moved, POLICY, said(now, (1, "delivered")), now) is None
    view = await mall.parcel(tx, order.order_id)
    assert view is not None
    assert (view.tracking_no, view.events) == (OTHER_NUMBER, [])
    await shipped_vase(tx, listener, now, NUMBER)
    registrations = [job for job in await waiting_jobs.all(tx) if job == "mall.register_parcel"]
    assert len(registrations) == 3


@pytest.mark.parametrize(
    ("carrier", "tracking_no", "form"),
    [
        ("sf", "sf 1234 5678 90123", "SF1234567890123"),
        ("sf", "123456789012", "123456789012"),
        ("ems", "ea123456789cn", "EA123456789CN"),
        ("yto", "YT-1234567890123", "YT1234567890123"),
        ("jd", "JDVA12345678901", "JDVA12345678901"),
        ("sf", "SF１２３４５６７８９０１２３", None),
        ("sf", "SF12345678901234567", None),
        ("jt", "1234567890", None),
        ("zto", "'; DROP TABLE", None),
        ("zto", "", None),
    ],
)
def test_labels(carrier: CarrierCode, tracking_no: str, form: str | None) -> None:
    if form is not None:
        assert label(carrier, tracking_no) == form
        return
    with pytest.raises(TrackingNumberMalformed):
        label(carrier, tracking_no)
