"""Paying over HTTP, and the door for the gateways' notifications."""

from ipaddress import ip_address
from typing import Annotated

from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kith import people
from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, refuses
from kith.payments.attempt import (
    AttemptDiffers,
    AttemptOver,
    Checkout,
    GatewayDeclined,
    GatewayNotFound,
    GatewaySilent,
)
from kith.payments.begin_payment import begin_payment
from kith.payments.charge import AttemptId, ChargeId, ChargeNotFound, ChargeOver, ChargePaid, Moved, Paid
from kith.payments.charge_view import ChargeView, PayerRefund
from kith.payments.gateway import Gateways, Way
from kith.payments.list_refunds import list_refunds
from kith.payments.notification import BODY_BYTES, NotificationForged
from kith.payments.policy import Policy
from kith.payments.purse import OBSTACLES, Purse
from kith.payments.show_charge import show_charge
from kith.payments.take_notification import take_notification

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)


class NewAttempt(Struct, frozen=True):
    """A try to pay. The client makes the id, and repeats it when it did not hear the answer."""

    attempt_id: AttemptId
    gateway: str
    way: Way
    payer: Annotated[str, Meta(max_length=128)] | None = None
    """Who pays, as the gateway's app calls them (way `jsapi`: the openid)."""


@get(
    "/charges/{charge_id:uuid}",
    operation_id="viewCharge",
    tags=["payments"],
    responses=refuses(*_READ, ChargeNotFound),
)
async def get_charge(
    charge_id: FromPath[ChargeId], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> ChargeView:
    """A payment that is asked of me, and how it stands."""
    async with parts[Database].transaction() as tx:
        return await show_charge(tx, parts[Gateways], charge_id, me.person_id, clock.now(), purse=parts[Purse])


@get("/me/refunds", operation_id="listRefunds", tags=["payments"], responses=refuses(*_READ, BadCursor))
async def get_refunds(
    me: NamedDependency[people.Me], parts: NamedDependency[Parts], limit: Limit = 20, after: After = None
) -> Page[PayerRefund]:
    """What was given back to me, newest first: of what, through which gateway, and when."""
    async with parts[Database].transaction() as tx:
        return await list_refunds(tx, me.person_id, after=after, limit=limit)


@post(
    "/charges/{charge_id:uuid}/attempts",
    operation_id="beginPayment",
    tags=["payments"],
    responses=refuses(
        *_WRITE,
        ChargeNotFound,
        ChargePaid,
        ChargeOver,
        GatewayNotFound,
        AttemptDiffers,
        AttemptOver,
        GatewayDeclined,
        GatewaySilent,
        *OBSTACLES,
    ),
)
async def begin_attempt(
    charge_id: FromPath[ChargeId],
    data: JSONBody[NewAttempt],
    request: AnyRequest,
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
) -> Checkout:
    """Begin to pay: the answer says which page to open, which QR code to show or which order to hand over. By gateway
    `wallet`, way `balance`, it is paid when the answer comes."""
    return await begin_payment(
        parts[Database],
        parts[Gateways],
        parts[Purse],
        parts[Policy],
        paid=parts[Paid],
        moved=parts[Moved],
        attempt_id=data.attempt_id,
        charge_id=charge_id,
        payer_id=me.person_id,
        gateway=data.gateway,
        way=data.way,
        site=parts[Settings].site,
        payer=data.payer,
        payer_ip=_address(request),
        now=clock.now(),
    )


@post(
    "/gateways/{gateway:str}/notifications",
    operation_id="receivePaymentNotification",
    tags=["payments"],
    status_code=200,
    media_type=MediaType.TEXT,
    request_max_body_size=BODY_BYTES,
    security=[{}],
    responses=refuses(GatewayNotFound, NotificationForged)
    | {
        200: ResponseSpec(
            bytes,
            generate_examples=False,
            description="stored; no need to send it again",
            media_type="text/plain",
        )
    },
)
async def add_notification(
    gateway: FromPath[str], request: AnyRequest, parts: NamedDependency[Parts]
) -> Response[bytes]:
    """For gateways: news of a payment, in the gateway's own form. Public; what is not genuine has no effect."""
    body = await request.body()
    headers = {name.lower(): value for name, value in request.headers.items()}
    acknowledgement = await take_notification(
        parts[Database],
        parts[Gateways],
        parts[Paid],
        parts[Moved],
        gateway=gateway,
        headers=headers,
        body=body,
        now=clock.now(),
    )
    return Response(acknowledgement, media_type=MediaType.TEXT)


def _address(request: AnyRequest) -> str | None:
    """The payer's address on the network, by the word of whoever stands in front of us: wrong, it harms only them."""
    told = request.headers.get("x-forwarded-for", "").split(",")[0].strip()
    try:
        return str(ip_address(told or (request.client.host if request.client else "")))
    except ValueError:
        return None


handlers = [get_charge, get_refunds, begin_attempt, add_notification]
