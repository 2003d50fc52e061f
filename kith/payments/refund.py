"""A refund: the intent that a part or all of a paid attempt goes back to the payer, under one number for ever."""

from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.payments.attempt import Attempt
from kith.payments.charge import AttemptId, ChargeId
from kith.payments.gateway import RefundOrder

RefundId = NewType("RefundId", UUID)
RefundState = Literal["wanted", "unknown", "refunded", "refused"]


class Refund(Struct, frozen=True):
    """Money on its way back. Until `refunded` it is held in the ledger, neither spent nor spendable."""

    charge_id: ChargeId
    refund_id: RefundId
    attempt_id: AttemptId
    fen: int
    reason: str
    state: RefundState
    code: str | None
    checks: int
    lease_until: datetime | None
    wanted_at: datetime
    refunded_at: datetime | None

    @property
    def number(self) -> str:
        """The name of this refund at its gateway."""
        return self.refund_id.hex


class DueRefund(Struct, frozen=True):
    """A refund that is to be sent, or asked about."""

    charge_id: ChargeId
    refund_id: RefundId


class RefundDiffers(Refusal):
    """A refund with this id exists and is for something else."""


class RefundTooMuch(Refusal):
    """More would go back than is still there."""


def same(refund: Refund, attempt_id: AttemptId, fen: int, reason: str) -> Refund:
    """The refund that was asked for before under this id. Raises `RefundDiffers`."""
    if (refund.attempt_id, refund.fen, refund.reason) != (attempt_id, fen, reason):
        raise RefundDiffers
    return refund


def order(refund: Refund, attempt: Attempt) -> RefundOrder:
    """What the gateway is asked for, the same however often it is asked."""
    return RefundOrder(
        number=attempt.number,
        refund_number=refund.number,
        fen=refund.fen,
        total_fen=attempt.paid_fen or 0,
        reason=refund.reason,
        gateway_number=attempt.gateway_number,
    )


insert = Query(
    Refund,
    """
    INSERT INTO refund (charge_id, refund_id, attempt_id, fen, reason, state, checks, due_at, wanted_at)
    VALUES (%(charge_id)s, %(refund_id)s, %(attempt_id)s, %(fen)s, %(reason)s, 'wanted', 0, %(now)s, %(now)s)
    ON CONFLICT (charge_id, refund_id) DO NOTHING
    RETURNING charge_id, refund_id, attempt_id, fen, reason, state, code, checks, lease_until, wanted_at, refunded_at
    """,
)

list_for_payer = Statement(
    """
    INSERT INTO payer_refund (person_id, charge_id, refund_id, wanted_at)
    VALUES (%(person_id)s, %(charge_id)s, %(refund_id)s, %(now)s)
    """
)

forget_for_payer = Statement("DELETE FROM payer_refund WHERE person_id = %(person_id)s")

by_id = Query(
    Refund,
    """
    SELECT charge_id, refund_id, attempt_id, fen, reason, state, code, checks, lease_until, wanted_at, refunded_at
    FROM refund WHERE charge_id = %(charge_id)s AND refund_id = %(refund_id)s
    """,
)

# From here on the refund may have happened, whether or not the call is ever made: only the gateway can tell.
lease = Query(
    Refund,
    """
    UPDATE refund SET state = 'unknown', lease_until = %(lease_until)s, due_at = %(now)s
    WHERE charge_id = %(charge_id)s AND refund_id = %(refund_id)s AND state = %(state)s
        AND (lease_until IS NULL OR lease_until <= %(now)s)
    RETURNING charge_id, refund_id, attempt_id, fen, reason, state, code, checks, lease_until, wanted_at, refunded_at
    """,
)

postpone = Statement(
    """
    UPDATE refund SET code = %(code)s, checks = checks + 1, due_at = %(due_at)s, lease_until = NULL
    WHERE charge_id = %(charge_id)s AND refund_id = %(refund_id)s AND state = 'unknown'
        AND lease_until = %(lease_until)s
    """
)

refuse = Statement(
    """
    UPDATE refund SET state = 'refused', code = %(code)s, checks = checks + 1, due_at = %(due_at)s, lease_until = NULL
    WHERE charge_id = %(charge_id)s AND refund_id = %(refund_id)s AND state = 'unknown'
        AND lease_until = %(lease_until)s
    """
)

finish = Query(
    Refund,
    """
    UPDATE refund SET state = 'refunded', code = NULL, due_at = NULL, lease_until = NULL, refunded_at = %(now)s
    WHERE charge_id = %(charge_id)s AND refund_id = %(refund_id)s AND state <> 'refunded'
    RETURNING charge_id, refund_id, attempt_id, fen, reason, state, code, checks, lease_until, wanted_at, refunded_at
    """,
)

due = Query(
    DueRefund,
    """
    SELECT charge_id, refund_id FROM refund
    WHERE due_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
    ORDER BY due_at LIMIT %(limit)s
    """,
)

doubtful = Query(
    Refund,
    """
    SELECT charge_id, refund_id, attempt_id, fen, reason, state, code, checks, lease_until, wanted_at, refunded_at
    FROM refund WHERE state = 'refused' OR (state IN ('wanted', 'unknown') AND wanted_at <= %(before)s)
    ORDER BY wanted_at LIMIT %(limit)s
    """,
)
