"""What Stripe says, in the parts that matter to us, and what it means. Pure; no wire, no state.

Our numbers stand in the metadata of what was made for them: `number`, and of a refund `refund_number` and `total`, what
the whole trade is worth.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal

import msgspec
from msgspec import Raw, Struct
from stripe import SignatureVerificationError, WebhookSignature

from kith.payments.gateway import (
    Closed,
    Forged,
    Missing,
    Note,
    NoteOutcome,
    Pending,
    Refunded,
    Settled,
    Unknown,
    Waiting,
)

TOLERANCE_SECONDS = 300
"""How old a signature may be: what is older is a repetition by somebody else."""

CURRENCY = "cny"

_WEIGHTS = (Settled, Unknown, Waiting, Closed)
_PAYABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
_NEWS: dict[str, NoteOutcome] = {
    "payment_intent.succeeded": "paid",
    "payment_intent.canceled": "closed",
    "payment_intent.created": "waiting",
    "payment_intent.processing": "waiting",
    "payment_intent.requires_action": "waiting",
    "payment_intent.payment_failed": "waiting",
    "refund.created": "refunded",
    "refund.updated": "refunded",
    "refund.failed": "refunded",
}


class Charge(Struct, frozen=True):
    """The payment of an intent."""

    object: Literal["charge"]
    id: str
    created: int
    description: str | None = None
    metadata: dict[str, str] | None = None
    payment_intent: str | None = None


class Intent(Struct, frozen=True):
    """A trade. `client_secret` lets a buyer's browser pay it, and nobody may pay it without."""

    object: Literal["payment_intent"]
    id: str
    status: str
    amount: int
    currency: str
    amount_received: int = 0
    client_secret: str | None = None
    metadata: dict[str, str] | None = None
    latest_charge: Charge | str | None = None

    @property
    def number(self) -> str:
        return (self.metadata or {}).get("number", "")

    @property
    def payable(self) -> bool:
        return self.status in _PAYABLE


class Refund(Struct, frozen=True):
    """Money on its way back, or back."""

    object: Literal["refund"]
    id: str
    amount: int
    currency: str
    status: str | None = None
    payment_intent: str | None = None
    metadata: dict[str, str] | None = None

    @property
    def refund_number(self) -> str:
        return (self.metadata or {}).get("refund_number", "")


class Intents(Struct, frozen=True):
    """What a search found."""

    object: Literal["search_result", "list"]
    data: list[Intent]


class Refunds(Struct, frozen=True):
    """One page of a list."""

    object: Literal["list"]
    data: list[Refund]
    has_more: bool


class _Told(Struct, frozen=True):
    object: Raw


class _Event(Struct, frozen=True):
    object: Literal["event"]
    id: str
    type: str
    created: int
    data: _Told


def standing(number: str, intent: Intent) -> Settled | Waiting | Closed | Unknown:
    """How a trade stands. One that was refunded stays paid."""
    if (intent.number, intent.currency) != (number, CURRENCY):
        return Unknown(number, "other-trade")
    if intent.payable or intent.status == "processing":
        return Waiting(number)
    if intent.status == "canceled":
        return Closed(number)
    if intent.status != "succeeded" or intent.amount_received < 1 or not isinstance(intent.latest_charge, Charge):
        return Unknown(number, "other-status")
    return Settled(number, intent.id, intent.amount_received, moment(intent.latest_charge.created))


def whole(
    number: str, stands: Iterable[Settled | Waiting | Closed | Unknown]
) -> Settled | Waiting | Closed | Missing | Unknown:
    """How a number stands of which there may be several intents: of these a buyer can have paid one alone."""
    return min(stands, key=lambda each: _WEIGHTS.index(type(each)), default=Missing(number))


def refunded(number: str, refund_number: str, refunds: Iterable[Refund]) -> Refunded | Pending | Missing | Unknown:
    """How the refund of this number stands among those of its trade. One that was cancelled may be asked for again; one
    that its bank turned away waits for an operator."""
    ours = {refund.status: refund for refund in refunds if refund.refund_number == refund_number}
    if "succeeded" in ours:
        return Refunded(number, refund_number, ours["succeeded"].amount)
    if "pending" in ours or "requires_action" in ours:
        return Pending(number, refund_number)
    if ours.keys() <= {"canceled"}:
        return Missing(number)
    return Unknown(number, "refund-failed" if "failed" in ours else "other-status")


def note(body: bytes, headers: Mapping[str, str], secret: str, *, arriving: bool) -> Note:
    """A webhook, checked: signature, moment (of one that arrives now), form, subject. Raises `Forged`.

    Stripe may send an older one after a younger one, so that none proves how its subject stands now.
    """
    try:
        WebhookSignature.verify_header(  # pyright: ignore[reportUnknownMemberType] partly untyped there
            body, headers.get("stripe-signature"), secret, TOLERANCE_SECONDS if arriving else None
        )
        event = msgspec.json.decode(body, type=_Event)
        outcome = _NEWS.get(event.type)
        if outcome is None:
            raise Forged("other-news")
        told = msgspec.json.decode(event.data.object, type=Refund if outcome == "refunded" else Intent)
        return _about_refund(event, told) if isinstance(told, Refund) else _about_intent(event, outcome, told)
    except (SignatureVerificationError, UnicodeDecodeError):
        raise Forged("bad-signature") from None
    except (msgspec.DecodeError, KeyError, ValueError):
        raise Forged("not-a-notification") from None


def moment(seconds: int) -> datetime:
    """A time that Stripe wrote, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def _about_intent(event: _Event, outcome: NoteOutcome, intent: Intent) -> Note:
    return Note(
        note_id=event.id,
        number=(intent.metadata or {})["number"],
        gateway_number=intent.id,
        outcome=outcome,
        fen=intent.amount,
        paid_at=moment(event.created) if outcome == "paid" else None,
        proves=False,
    )


def _about_refund(event: _Event, refund: Refund) -> Note:
    metadata = refund.metadata or {}
    return Note(
        note_id=event.id,
        number=metadata["number"],
        gateway_number=refund.payment_intent or "",
        outcome="refunded",
        fen=int(metadata["total"]),
        refund_number=metadata["refund_number"],
        refunded_fen=refund.amount if refund.status == "succeeded" else 0,
        proves=False,
    )
