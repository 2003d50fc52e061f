"""Routes of a shop's staff, who work off the queue of orders, and of the carriers that call back."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from kith import merchants, people
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, refuses
from kith.mall import order_queue as queues
from kith.mall import shop_order as orders
from kith.mall.carriers.carrier import CarrierCode, Carriers, TrackingNumberMalformed
from kith.mall.confirm_order import confirm_order
from kith.mall.correct_shipment import correct_shipment
from kith.mall.keep_callback import keep_callback
from kith.mall.list_orders import list_orders
from kith.mall.order_policy import OrderPolicy
from kith.mall.order_queue import OrderTab, QueuedOrder, ShopSummary
from kith.mall.policy import Policy
from kith.mall.refuse_order import refuse_order
from kith.mall.ship import ship
from kith.mall.shipment import CallbackForged, GatewayNotFound
from kith.mall.shop_order import OrderId, OrderMoved, OrderState, UnableReason
from kith.mall.view_order import view_order
from kith.mall.view_shop_summary import view_shop_summary

_LARGEST_CALLBACK = 256 * 1024
_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)


class Refusing(Struct):
    """Why the shop cannot send the order."""

    reason: UnableReason


class Shipping(Struct):
    """What the label says."""

    carrier: CarrierCode
    tracking_no: Annotated[str, Meta(min_length=6, max_length=40, description="blanks and dashes do not matter")]


@get(
    "/shops/{merchant_id:uuid}/orders",
    operation_id="listShopOrders",
    tags=["orders"],
    responses=refuses(*_READ, merchants.NotYourShop, BadCursor),
)
async def orders_of_shop(
    merchant_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    *,
    tab: Annotated[OrderTab | None, QueryParameter(description="only what needs this")] = None,
    wanted: Annotated[
        OrderState | None, QueryParameter(name="state", description="only these; `tab` goes before")
    ] = None,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[QueuedOrder]:
    """Orders of a shop, what must be done next first. For its staff.

    Without `tab` and `state` all of them: those to be sent by their promise, parcels in trouble, the other parcels,
    and at last those that have ended.
    """
    async with parts[Database].transaction() as tx:
        return await list_orders(
            tx,
            merchants.MerchantId(merchant_id),
            me.person_id,
            tab=tab,
            state=wanted,
            limit=limit,
            after=after,
            now=clock.now(),
        )


@get(
    "/shops/{merchant_id:uuid}/summary",
    operation_id="viewShopSummary",
    tags=["orders"],
    responses=refuses(*_READ, merchants.NotYourShop),
)
async def summary_of_shop(
    merchant_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> ShopSummary:
    """What waits in a shop: orders by tab, and how many listed variants are nearly sold out. For its staff."""
    async with parts[Database].transaction() as tx:
        return await view_shop_summary(tx, parts[Policy], merchants.MerchantId(merchant_id), me.person_id, clock.now())


@get(
    "/orders/{order_id:uuid}",
    operation_id="viewOrder",
    tags=["orders"],
    responses=refuses(*_READ, orders.OrderNotFound),
)
async def order_of_shop(
    order_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> QueuedOrder:
    """An order of a shop, for its staff."""
    async with parts[Database].transaction() as tx:
        return await view_order(tx, OrderId(order_id), me.person_id)


@post(
    "/orders/{order_id:uuid}/confirmation",
    operation_id="confirmOrder",
    tags=["orders"],
    status_code=200,
    responses=refuses(*_WRITE, orders.OrderNotFound, orders.OrderNotOpen),
)
async def confirmation(
    order_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> QueuedOrder:
    """Say that the shop will send this order."""
    async with parts[Database].transaction() as tx:
        order = await confirm_order(tx, parts[OrderMoved], OrderId(order_id), me.person_id, clock.now())
    return queues.queued(order)


@post(
    "/orders/{order_id:uuid}/refusal",
    operation_id="refuseOrder",
    tags=["orders"],
    status_code=200,
    responses=refuses(*_WRITE, orders.OrderNotFound, orders.OrderNotOpen),
)
async def refusal(
    order_id: FromPath[UUID], data: JSONBody[Refusing], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> QueuedOrder:
    """Say that the shop cannot send this order. It ends, and whoever paid gets everything back."""
    async with parts[Database].transaction() as tx:
        order = await refuse_order(
            tx,
            parts[OrderMoved],
            order_id=OrderId(order_id),
            person_id=me.person_id,
            reason=data.reason,
            now=clock.now(),
        )
    return queues.queued(order)


@post(
    "/orders/{order_id:uuid}/shipment",
    operation_id="shipOrder",
    tags=["orders"],
    status_code=200,
    responses=refuses(
        *_WRITE,
        orders.OrderNotFound,
        TrackingNumberMalformed,
        orders.AlreadyShipped,
        orders.OrderNotOpen,
        orders.TrackingNumberUsed,
    ),
)
async def shipment(
    order_id: FromPath[UUID], data: JSONBody[Shipping], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> QueuedOrder:
    """Say with which carrier and under which number this order travels."""
    async with parts[Database].transaction() as tx:
        order = await ship(
            tx,
            parts[OrderMoved],
            parts[OrderPolicy],
            order_id=OrderId(order_id),
            person_id=me.person_id,
            carrier=data.carrier,
            tracking_no=data.tracking_no,
            now=clock.now(),
        )
    return queues.queued(order)


@put(
    "/orders/{order_id:uuid}/shipment",
    operation_id="correctShipment",
    tags=["orders"],
    responses=refuses(
        *_WRITE,
        orders.OrderNotFound,
        TrackingNumberMalformed,
        orders.NotShippedYet,
        orders.ParcelUnderWay,
        orders.TrackingNumberUsed,
    ),
)
async def corrected_shipment(
    order_id: FromPath[UUID], data: JSONBody[Shipping], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> QueuedOrder:
    """Correct a wrong carrier or number, until the carrier moves the parcel."""
    async with parts[Database].transaction() as tx:
        order = await correct_shipment(
            tx,
            parts[OrderMoved],
            parts[OrderPolicy],
            order_id=OrderId(order_id),
            person_id=me.person_id,
            carrier=data.carrier,
            tracking_no=data.tracking_no,
            now=clock.now(),
        )
    return queues.queued(order)


@post(
    "/carriers/{name:str}/callbacks",
    operation_id="receiveCarrierCallback",
    tags=["gateways"],
    status_code=204,
    request_max_body_size=_LARGEST_CALLBACK,
    responses=refuses(CallbackForged, GatewayNotFound),
    security=[{}],
)
async def callback(name: FromPath[str], request: AnyRequest, parts: NamedDependency[Parts]) -> None:
    """News of a parcel, signed by the carrier gateway that sends it. Any 2xx answer means that it is kept."""
    body = await request.body()
    async with parts[Database].transaction() as tx:
        await keep_callback(
            tx,
            parts[Carriers],
            name=name,
            body=body,
            headers=request.headers,
            real_now=clock.real_now(),
            now=clock.now(),
        )


handlers = [
    orders_of_shop,
    summary_of_shop,
    order_of_shop,
    confirmation,
    refusal,
    shipment,
    corrected_shipment,
    callback,
]
