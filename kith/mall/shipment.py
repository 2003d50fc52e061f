"""A parcel as its carrier knows it: the number that leads from the carrier to an order, and what was said about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.mall.carriers.carrier import CarrierCode, Sighting, Status
from kith.mall.shop_order import Order, OrderId, OrderState, Trouble

Reached = Literal["shipped", "in_delivery", "received"]
Outcome = Literal["applied", "no_such_parcel", "unreadable"]

_NAMESPACE = UUID("0b0f6a51-5f0c-4ac0-8f6e-3f1b7c2f4d10")
_WAY: tuple[Reached, ...] = ("shipped", "in_delivery", "received")
_RANK: dict[Status, int] = {
    "accepted": 0, "in_transit": 1, "out_for_delivery": 1, "delivered": 2, "exception": 0, "returned": 0
}  # fmt: skip
_TROUBLE: dict[Status, Trouble] = {"exception": "exception", "returned": "returned"}
# Which of two events of one moment is the later one.
_SEQUENCE: tuple[Status, ...] = ("accepted", "in_transit", "out_for_delivery", "delivered", "exception", "returned")


class GatewayNotFound(Refusal, status=404):
    """No carrier gateway of this name is connected here."""


class CallbackForged(Refusal, status=403):
    """This callback does not carry the carrier gateway's signature, or was signed too long ago."""


class Shipment(Struct, frozen=True):
    """A number at a carrier, and when we next ask about it."""

    tracking_no: str
    carrier: CarrierCode
    order_id: OrderId
    placed_at: datetime
    registered_at: datetime | None
    ask_at: datetime | None
    ask_until: datetime


class Callback(Struct, frozen=True):
    """A callback that waits to be applied."""

    callback_id: UUID
    gateway: str
    body: bytes


class ToAsk(Struct, frozen=True):
    """A parcel about which somebody has to speak with the carrier."""

    tracking_no: str
    carrier: CarrierCode
    order_id: OrderId
    registered: bool


class Standing(Struct, frozen=True):
    """How far a parcel is by everything that was said about it, in whatever order it was said."""

    reached: Reached
    delivered_at: datetime | None
    trouble: Trouble | None


class Parcel(Struct, frozen=True):
    """What the recipient may follow: never shown to anybody else."""

    carrier: CarrierCode
    tracking_no: str
    state: OrderState
    events: list[Sighting]
    """Oldest first; `note` is the carrier's own words, erased some time after the delivery."""


def standing(events: Sequence[Sighting]) -> Standing:
    """Fold events into one standing. It depends on the set of events only: neither order nor repetition matters.

    Progress is the farthest event; trouble is what the latest event tells of, if it tells of any.
    """
    farthest = max((_RANK[event.status] for event in events), default=0)
    delivered = [event.happened_at for event in events if event.status == "delivered"]
    latest = max(events, key=lambda event: (event.happened_at, _SEQUENCE.index(event.status)), default=None)
    trouble: Trouble | None = None
    if latest is not None:
        trouble = _TROUBLE.get(latest.status)
    return Standing(_WAY[farthest], min(delivered, default=None), trouble)


def way_on(state: OrderState, reached: Reached) -> Sequence[Reached]:
    """The moves that bring an order from `state` to where its parcel is; none backwards, none out of an end."""
    if state not in _WAY:
        return ()
    return _WAY[_WAY.index(state) + 1 : _WAY.index(reached) + 1]


def next_question(shipment: Shipment, state: OrderState, after: int, now: datetime) -> datetime | None:
    """When to speak with the carrier if nothing is heard for `after` seconds; None when it no longer matters."""
    at = now + timedelta(seconds=after)
    return None if state == "received" or at > shipment.ask_until else at


def delivered_at(order: Order, standing: Standing, now: datetime) -> datetime:
    """When the parcel was handed over by the carrier's clock, as far as that can be true."""
    return min(max(standing.delivered_at or now, order.shipped_at or now), now)


def callback_id(gateway: str, body: bytes) -> UUID:
    """The id of a callback: the same news sent again, by the gateway or by somebody who listened, is the same row."""
    return ids.derived(_NAMESPACE, f"{gateway}:{ids.digest(body.hex()).hex()}")


claim = Query(
    Shipment,
    """
    INSERT INTO shipment (tracking_no, carrier, order_id, placed_at, ask_at, ask_until)
    VALUES (%(tracking_no)s, %(carrier)s, %(order_id)s, %(placed_at)s, %(ask_at)s, %(ask_until)s)
    ON CONFLICT (tracking_no, carrier) DO NOTHING
    RETURNING tracking_no, carrier, order_id, placed_at, registered_at, ask_at, ask_until
    """,
)
by_number = Query(
    Shipment,
    """
    SELECT tracking_no, carrier, order_id, placed_at, registered_at, ask_at, ask_until FROM shipment
    WHERE tracking_no = %(tracking_no)s AND carrier = %(carrier)s
    """,
)
drop = Statement("DELETE FROM shipment WHERE tracking_no = %(tracking_no)s AND carrier = %(carrier)s")
# Where asking has stopped (`ask_at` is null), nothing below starts it again.
registered = Statement(
    """
    UPDATE shipment SET registered_at = %(now)s, ask_at = %(ask_at)s
    WHERE tracking_no = %(tracking_no)s AND carrier = %(carrier)s AND ask_at IS NOT NULL
    """
)
unregistered = Statement(
    """
    UPDATE shipment SET registered_at = NULL, ask_at = %(ask_at)s
    WHERE tracking_no = %(tracking_no)s AND carrier = %(carrier)s AND ask_at IS NOT NULL
    """
)
ask_again = Statement(
    """
    UPDATE shipment SET ask_at = %(ask_at)s
    WHERE tracking_no = %(tracking_no)s AND carrier = %(carrier)s AND ask_at IS NOT NULL
    """
)
heard = Statement(
    """
    UPDATE shipment SET heard_at = %(now)s, ask_at = CASE WHEN ask_at IS NOT NULL THEN %(ask_at)s::timestamptz END
    WHERE tracking_no = %(tracking_no)s AND carrier = %(carrier)s
    """
)
lease = Statement(
    """
    UPDATE shipment SET ask_at = %(ask_at)s
    WHERE tracking_no = %(tracking_no)s AND carrier = %(carrier)s AND ask_at <= %(now)s
    """
)
to_ask = Query(
    ToAsk,
    """
    SELECT tracking_no, carrier, order_id, registered_at IS NOT NULL AS registered FROM shipment
    WHERE ask_at <= %(now)s ORDER BY ask_at LIMIT %(limit)s
    """,
)

note = Statement(
    """
    INSERT INTO shipment_event (tracking_no, carrier, happened_at, status, note)
    SELECT %(tracking_no)s, %(carrier)s, happened_at, status, note
    FROM unnest(%(happened_ats)s::timestamptz[], %(statuses)s::text[], %(notes)s::text[])
        AS said (happened_at, status, note)
    ON CONFLICT (tracking_no, carrier, happened_at, status) DO NOTHING
    """
)
events = Query(
    Sighting,
    """
    SELECT status, happened_at, note FROM shipment_event
    WHERE tracking_no = %(tracking_no)s AND carrier = %(carrier)s ORDER BY happened_at, status
    """,
)
forget_words = Statement("UPDATE shipment_event SET note = '' WHERE happened_at < %(before)s AND note <> ''")

keep = Query(
    UUID,
    """
    INSERT INTO carrier_callback (callback_id, gateway, body, received_at)
    VALUES (%(callback_id)s, %(gateway)s, %(body)s, %(now)s)
    ON CONFLICT (callback_id) DO NOTHING RETURNING callback_id
    """,
)
waiting = Query(
    Callback,
    """
    SELECT callback_id, gateway, body FROM carrier_callback
    WHERE callback_id = %(callback_id)s AND applied_at IS NULL FOR UPDATE
    """,
)
left_behind = Query(
    UUID,
    """
    SELECT callback_id FROM carrier_callback
    WHERE applied_at IS NULL AND received_at < %(before)s ORDER BY received_at LIMIT %(limit)s
    """,
)
applied = Statement(
    """
    UPDATE carrier_callback SET applied_at = %(now)s, outcome = %(outcome)s
    WHERE callback_id = %(callback_id)s AND applied_at IS NULL
    """
)
# What was applied was received before; the index knows when.
forget_callbacks = Statement("DELETE FROM carrier_callback WHERE applied_at < %(before)s AND received_at < %(before)s")
