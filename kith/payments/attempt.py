"""An attempt: one way tried to pay a charge, which is one trade at one gateway under one number for ever."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.payments.charge import AttemptId, Charge, ChargeId, ChargePaid, Flaw
from kith.payments.gateway import Begun, Closed, Missing, Settled, Unknown, Waiting, Way
from kith.payments.policy import Policy

AttemptState = Literal["unknown", "open", "paid", "closed"]


class Attempt(Struct, frozen=True):
    """One trade. While it is `unknown` or `open` the gateway is asked about it when it is due."""

    charge_id: ChargeId
    attempt_id: AttemptId
    gateway: str
    way: Way
    fen: int
    state: AttemptState
    checkout: str | None
    """Where it can be paid, while it can be."""
    code: str | None
    gateway_number: str | None
    """What the gateway calls it, from when it said so."""
    paid_fen: int | None
    flaw: Flaw | None
    checks: int
    lease_until: datetime | None

    @property
    def number(self) -> str:
        """The name of this trade at its gateway."""
        return self.attempt_id.hex


class Checkout(Struct, frozen=True):
    """Where the payer pays: open `url` (ways `page`, `wap` and `card`), show `qr_code` as a QR code (way `qr`), or hand
    `order_string` to the gateway's app by its kit for apps (way `app`) or to the app that shows our page (`jsapi`)."""

    attempt_id: AttemptId
    way: Way
    url: str | None
    qr_code: str | None
    order_string: str | None


class DueAttempt(Struct, frozen=True):
    """An attempt whose gateway is to be asked."""

    charge_id: ChargeId
    attempt_id: AttemptId


class DoubtfulAttempt(Struct, frozen=True):
    """An attempt that an operator should look at."""

    charge_id: ChargeId
    attempt_id: AttemptId
    fen: int
    state: AttemptState
    code: str | None
    flaw: Flaw | None
    begun_at: datetime


class GatewayNotFound(Refusal, status=404):
    """There is no such way to pay here."""


class AttemptDiffers(Refusal):
    """An attempt with this id exists and is another one. Use a new id for a new attempt."""


class AttemptOver(Refusal):
    """This attempt has ended without a payment. Begin a new one."""


class GatewayDeclined(Refusal):
    """The payment provider will not take this payment. Try another way to pay."""


class GatewaySilent(Refusal, status=503):
    """The payment provider gave no clear answer. Try the same attempt again in a moment; you will not pay twice."""


def same(attempt: Attempt | None, gateway: str, way: Way) -> Attempt:
    """The attempt that was begun under this id before, if it can go on.

    Raises `AttemptDiffers`, `ChargePaid`, `AttemptOver`.
    """
    if attempt is None or (attempt.gateway, attempt.way) != (gateway, way):
        raise AttemptDiffers
    if attempt.state == "paid":
        raise ChargePaid
    if attempt.state == "closed":
        raise AttemptOver
    return attempt


def fresh(charge: Charge, attempt_id: AttemptId, gateway: str, way: Way, *, lease_until: datetime) -> Attempt:
    """A trade of which nothing is known yet, for the whole of a charge."""
    return Attempt(
        charge_id=charge.charge_id,
        attempt_id=attempt_id,
        gateway=gateway,
        way=way,
        fen=charge.fen,
        state="unknown",
        checkout=None,
        code=None,
        gateway_number=None,
        paid_fen=None,
        flaw=None,
        checks=0,
        lease_until=lease_until,
    )


def checkout(attempt: Attempt, where: str) -> Checkout:
    """The answer to the payer."""
    return Checkout(
        attempt.attempt_id,
        attempt.way,
        url=where if attempt.way in ("page", "wap", "card") else None,
        qr_code=where if attempt.way == "qr" else None,
        order_string=where if attempt.way in ("app", "jsapi") else None,
    )


def where(begun: Begun) -> str:
    """What a gateway answered, by whichever way."""
    return begun.url or begun.qr_code or begun.order_string or ""


def wanted(charge: Charge, policy: Policy, now: datetime) -> bool:
    """True while a payment would still be welcome; afterwards the attempt is to be closed at the gateway."""
    return charge.state == "open" and not over(charge, policy, now)


def over(charge: Charge, policy: Policy, now: datetime) -> bool:
    """True when no gateway lets the buyer open the cashier any more."""
    return now >= charge.pay_by + timedelta(seconds=policy.grace_seconds)


def verdict(
    answer: Settled | Waiting | Closed | Missing | Unknown, charge: Charge, policy: Policy, now: datetime
) -> Settled | Closed | None:
    """What the gateway definitely says of an attempt; None when it must be asked again.

    `Missing` is definite only when the cashier can no longer be opened, for opening it is what makes the trade.
    """
    if isinstance(answer, Settled | Closed):
        return answer
    if isinstance(answer, Missing) and over(charge, policy, now):
        return Closed(answer.number)
    return None


def next_check(charge: Charge, policy: Policy, checks: int, now: datetime) -> datetime:
    """When to ask again after `checks` vain questions: up the ladder, but not past the end of the time to pay."""
    rung = now + step(policy, checks)
    if wanted(charge, policy, now):
        return min(rung, charge.pay_by + timedelta(seconds=policy.grace_seconds))
    return rung


def step(policy: Policy, checks: int) -> timedelta:
    """The wait before the next question."""
    return timedelta(seconds=policy.ladder_seconds[min(checks, len(policy.ladder_seconds) - 1)])


claim_number = Statement(
    """
    INSERT INTO attempt_number (attempt_id, charge_id) VALUES (%(attempt_id)s, %(charge_id)s)
    ON CONFLICT (attempt_id) DO NOTHING
    """
)

charge_of_number = Query(UUID, "SELECT charge_id FROM attempt_number WHERE attempt_id = %(attempt_id)s")

insert = Statement(
    """
    INSERT INTO attempt
        (charge_id, attempt_id, gateway, way, fen, state, closing, checks, due_at, lease_until, begun_at)
    VALUES (%(charge_id)s, %(attempt_id)s, %(gateway)s, %(way)s, %(fen)s, 'unknown', false, 0, %(due_at)s,
        %(lease_until)s, %(now)s)
    """
)

by_id = Query(
    Attempt,
    """
    SELECT charge_id, attempt_id, gateway, way, fen, state, checkout, code, gateway_number, paid_fen, flaw, checks,
        lease_until
    FROM attempt WHERE charge_id = %(charge_id)s AND attempt_id = %(attempt_id)s
    """,
)

begun = Statement(
    """
    UPDATE attempt SET state = 'open', checkout = %(checkout)s, gateway_number = %(gateway_number)s, code = NULL,
        checks = 0, due_at = %(due_at)s, lease_until = NULL
    WHERE charge_id = %(charge_id)s AND attempt_id = %(attempt_id)s AND state IN ('unknown', 'open')
    """
)

decline = Statement(
    """
    UPDATE attempt SET state = 'closed', checkout = NULL, code = %(code)s, due_at = NULL, lease_until = NULL,
        ended_at = %(now)s
    WHERE charge_id = %(charge_id)s AND attempt_id = %(attempt_id)s AND state = 'unknown'
        AND lease_until = %(lease_until)s
    """
)

# A lease is taken by writing its end, and only the one whose end still stands there may write what is not definite.
lease = Query(
    Attempt,
    """
    UPDATE attempt SET lease_until = %(lease_until)s, closing = closing OR %(closing)s,
        checks = CASE WHEN %(closing)s AND NOT closing THEN 0 ELSE checks END,
        due_at = CASE WHEN %(closing)s AND NOT closing THEN %(now)s ELSE due_at END
    WHERE charge_id = %(charge_id)s AND attempt_id = %(attempt_id)s AND state IN ('unknown', 'open')
        AND (lease_until IS NULL OR lease_until <= %(now)s)
    RETURNING charge_id, attempt_id, gateway, way, fen, state, checkout, code, gateway_number, paid_fen, flaw, checks,
        lease_until
    """,
)

postpone = Statement(
    """
    UPDATE attempt SET state = CASE WHEN %(exists)s THEN 'open' ELSE state END, code = %(code)s, checks = checks + 1,
        due_at = %(due_at)s, lease_until = NULL
    WHERE charge_id = %(charge_id)s AND attempt_id = %(attempt_id)s AND state IN ('unknown', 'open')
        AND lease_until = %(lease_until)s
    """
)

pay = Query(
    Attempt,
    """
    UPDATE attempt SET state = 'paid', paid_fen = %(fen)s, paid_at = %(paid_at)s, gateway_number = %(gateway_number)s,
        checkout = NULL, due_at = NULL, lease_until = NULL, ended_at = %(now)s
    WHERE charge_id = %(charge_id)s AND attempt_id = %(attempt_id)s AND state <> 'paid'
    RETURNING charge_id, attempt_id, gateway, way, fen, state, checkout, code, gateway_number, paid_fen, flaw, checks,
        lease_until
    """,
)

close = Statement(
    """
    UPDATE attempt SET state = 'closed', checkout = NULL, due_at = NULL, lease_until = NULL, ended_at = %(now)s
    WHERE charge_id = %(charge_id)s AND attempt_id = %(attempt_id)s AND state IN ('unknown', 'open')
    """
)

mark = Statement(
    """
    UPDATE attempt SET flaw = %(flaw)s
    WHERE charge_id = %(charge_id)s AND attempt_id = %(attempt_id)s AND state = 'paid' AND flaw IS NULL
    """
)

unended = Query(
    DueAttempt,
    "SELECT charge_id, attempt_id FROM attempt WHERE charge_id = %(charge_id)s AND state IN ('unknown', 'open')",
)

# Those of a charge that ended are due at once, whatever their rung, until the gateway has been told so.
due = Query(
    DueAttempt,
    """
    SELECT attempt.charge_id, attempt.attempt_id
    FROM attempt JOIN charge ON charge.charge_id = attempt.charge_id
    WHERE attempt.due_at IS NOT NULL AND (attempt.lease_until IS NULL OR attempt.lease_until <= %(now)s)
        AND (attempt.due_at <= %(now)s OR (charge.state <> 'open' AND NOT attempt.closing))
    ORDER BY attempt.due_at LIMIT %(limit)s
    """,
)

doubtful = Query(
    DoubtfulAttempt,
    """
    SELECT charge_id, attempt_id, fen, state, code, flaw, begun_at FROM attempt
    WHERE (state = 'unknown' AND begun_at <= %(before)s) OR (closing AND state = 'open' AND begun_at <= %(before)s)
        OR (flaw = 'amount' AND ended_at >= %(flawed_since)s)
    ORDER BY begun_at LIMIT %(limit)s
    """,
)
