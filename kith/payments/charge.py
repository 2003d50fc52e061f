"""A charge: the intent that somebody pays an amount for something by a moment."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement, Tx

ChargeId = NewType("ChargeId", UUID)
AttemptId = NewType("AttemptId", UUID)
ChargeState = Literal["open", "paid", "cancelled"]
Flaw = Literal["late", "second", "amount", "unaccepted"]
"""Why money that came was not accepted: cancelled before, paid before, another amount, turned down by the hook."""


class Charge(Struct, frozen=True):
    """What is to be paid. `purpose` and `ref` say to whom it matters, see `Paid`."""

    charge_id: ChargeId
    payer_id: people.PersonId
    fen: int
    subject: str
    purpose: str
    ref: UUID
    state: ChargeState
    pay_by: datetime
    opened_at: datetime
    paid_attempt_id: AttemptId | None
    paid_at: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True)
class Paid:
    """By purpose: who is told, in the same transaction, that the money of a charge is in the charge's account.

    Called with the charge as it stood before. The answer False means that the payment came too late or is not wanted:
    all of it is then refunded at once, so nothing may have been moved out of the account.
    """

    table: Mapping[str, Callable[[Tx, Charge, datetime], Awaitable[bool]]]
    holds: Mapping[str, Callable[[Tx, UUID], Awaitable[None]]] = field(
        default_factory=dict[str, Callable[[Tx, UUID], Awaitable[None]]]
    )
    """By purpose: what to lock, by the charge's `ref`, before the money. Who refunds all that was paid for one thing
    locks the thing before the money, too, so that payments and refunds of it never wait for each other in a circle."""
    into_purse: frozenset[str] = frozenset()
    """Purposes whose money the one who is told moves on into the payer's wallet: that is locked with the money."""


@dataclass(frozen=True)
class Moved:
    """By purpose: who is told, in the same transaction, that the gateway changed what the payer sees of a charge.

    It was paid, or money of it is on its way back, or back. Called with the charge as it stood before.

    Not told: what the one who asked for the money does itself (open, cancel, refund).
    """

    table: Mapping[str, Callable[[Tx, Charge, datetime], Awaitable[None]]]


class ChargeNotFound(Refusal, status=404):
    """There is no such payment, or it is not yours."""


class ChargePaid(Refusal):
    """This is already paid."""


class ChargeOver(Refusal):
    """The time to pay is over, or the payment is no longer wanted."""


class ChargeDiffers(Refusal):
    """A payment with this id exists and is for something else."""


class ChargeNotPaid(Refusal):
    """Nothing was paid here, so nothing can be given back."""


def seen_by(charge: Charge | None, payer_id: people.PersonId) -> Charge:
    """The charge, for the only person who may see it. Raises `ChargeNotFound`."""
    if charge is None or charge.payer_id != payer_id:
        raise ChargeNotFound
    return charge


def payable(charge: Charge | None, payer_id: people.PersonId, now: datetime) -> Charge:
    """The charge if this person may begin to pay it now. Raises `ChargeNotFound`, `ChargePaid`, `ChargeOver`."""
    seen = seen_by(charge, payer_id)
    if seen.state == "paid":
        raise ChargePaid
    if not payable_at(seen, now):
        raise ChargeOver
    return seen


def payable_at(charge: Charge, now: datetime) -> bool:
    """Whether a payment may be begun now."""
    return charge.state == "open" and now < charge.pay_by


def flaw_of(charge: Charge, fen: int) -> Flaw | None:
    """Why `fen` that came for this charge cannot be accepted; None when it may be."""
    if charge.state == "cancelled":
        return "late"
    if charge.state == "paid":
        return "second"
    if fen != charge.fen:
        return "amount"
    return None


def same(charge: Charge, other: Charge) -> bool:
    """True when both ask the same person for the same thing; how far they have come does not matter."""

    def asked(one: Charge) -> tuple[object, ...]:
        return (one.charge_id, one.payer_id, one.fen, one.subject, one.purpose, one.ref, one.pay_by)

    return asked(charge) == asked(other)


insert = Query(
    Charge,
    """
    INSERT INTO charge (charge_id, payer_id, fen, subject, purpose, ref, state, pay_by, opened_at)
    VALUES (%(charge_id)s, %(payer_id)s, %(fen)s, %(subject)s, %(purpose)s, %(ref)s, 'open', %(pay_by)s, %(now)s)
    ON CONFLICT (charge_id) DO NOTHING
    RETURNING charge_id, payer_id, fen, subject, purpose, ref, state, pay_by, opened_at, paid_attempt_id, paid_at,
        cancelled_at
    """,
)

by_id = Query(
    Charge,
    """
    SELECT charge_id, payer_id, fen, subject, purpose, ref, state, pay_by, opened_at, paid_attempt_id, paid_at,
        cancelled_at
    FROM charge WHERE charge_id = %(charge_id)s
    """,
)

by_ids = Query(
    Charge,
    """
    SELECT charge_id, payer_id, fen, subject, purpose, ref, state, pay_by, opened_at, paid_attempt_id, paid_at,
        cancelled_at
    FROM charge WHERE charge_id = ANY(%(charge_ids)s)
    """,
)

by_payer = Query(
    Charge,
    """
    SELECT charge_id, payer_id, fen, subject, purpose, ref, state, pay_by, opened_at, paid_attempt_id, paid_at,
        cancelled_at
    FROM charge WHERE payer_id = %(payer_id)s AND (opened_at, charge_id) < (%(after_at)s, %(after_id)s)
    ORDER BY opened_at DESC, charge_id DESC LIMIT %(limit)s
    """,
)

open_of = Query(
    UUID, "SELECT charge_id FROM charge WHERE payer_id = %(payer_id)s AND state = 'open' ORDER BY charge_id"
)

pay = Statement(
    """
    UPDATE charge SET state = 'paid', paid_attempt_id = %(attempt_id)s, paid_at = %(now)s
    WHERE charge_id = %(charge_id)s AND state = 'open'
    """
)

cancel = Statement(
    """
    UPDATE charge SET state = 'cancelled', cancelled_at = %(now)s
    WHERE charge_id = %(charge_id)s AND state = 'open'
    """
)
