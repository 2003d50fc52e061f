"""What a payer sees of a charge."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith.kit.sql import Query
from kith.payments.charge import Charge, ChargeId, ChargeState, payable_at
from kith.payments.gateway import Gateways, Way
from kith.payments.purse import PurseView
from kith.payments.refund import RefundId, RefundState


class RefundView(Struct, frozen=True):
    """Money on its way back, or back, through the gateway by which it came. `reason` is a code."""

    refund_id: RefundId
    charge_id: ChargeId
    gateway: str
    fen: int
    reason: str
    state: RefundState
    wanted_at: datetime
    refunded_at: datetime | None


class PayerRefund(Struct, frozen=True):
    """Money on its way back, or back, in the payer's own list: also what had been paid for."""

    refund_id: RefundId
    charge_id: ChargeId
    subject: str
    purpose: str
    ref: UUID
    gateway: str
    fen: int
    reason: str
    state: RefundState
    wanted_at: datetime
    refunded_at: datetime | None


class RefundEntry(Struct, frozen=True):
    """One line of a payer's list."""

    charge_id: ChargeId
    refund_id: RefundId
    wanted_at: datetime


class Offer(Struct, frozen=True):
    """A gateway at which one can pay, and the ways to reach its cashier."""

    gateway: str
    ways: list[Way]


class ChargeView(Struct, frozen=True):
    """A payment that is asked of somebody, and what was given back of it.

    `purpose` and `ref` say what it is for: of a `gift`, the gift's id. `gateways` is empty when it cannot be paid now.
    `wallet` is there when the payer's wallet is a way to pay it (gateway `wallet`, way `balance`).
    """

    charge_id: ChargeId
    fen: int
    subject: str
    purpose: str
    ref: UUID
    state: ChargeState
    pay_by: datetime
    paid_at: datetime | None
    gateways: list[Offer]
    wallet: PurseView | None
    refunds: list[RefundView]


def view(
    charge: Charge,
    refunds: Sequence[RefundView],
    gateways: Gateways,
    now: datetime,
    wallet: PurseView | None = None,
) -> ChargeView:
    """The charge without what is only for us: by which attempt it was paid, and how it ended."""
    return ChargeView(
        charge_id=charge.charge_id,
        fen=charge.fen,
        subject=charge.subject,
        purpose=charge.purpose,
        ref=charge.ref,
        state=charge.state,
        pay_by=charge.pay_by,
        paid_at=charge.paid_at,
        gateways=offers(gateways) if payable_at(charge, now) else [],
        wallet=wallet,
        refunds=list(refunds),
    )


def offers(gateways: Gateways) -> list[Offer]:
    """How one can pay here."""
    return [Offer(name, list(gateway.ways)) for name, gateway in gateways.items()]


refunds_of = Query(
    RefundView,
    """
    SELECT refund.refund_id, refund.charge_id, attempt.gateway, refund.fen, refund.reason, refund.state,
        refund.wanted_at, refund.refunded_at
    FROM refund JOIN attempt ON attempt.charge_id = refund.charge_id AND attempt.attempt_id = refund.attempt_id
    WHERE refund.charge_id = ANY(%(charge_ids)s) ORDER BY refund.wanted_at, refund.refund_id
    """,
)

newest_refunds = Query(
    RefundEntry,
    """
    SELECT charge_id, refund_id, wanted_at FROM payer_refund
    WHERE person_id = %(person_id)s AND (wanted_at, refund_id) < (%(after_at)s, %(after_id)s)
    ORDER BY wanted_at DESC, refund_id DESC LIMIT %(limit)s
    """,
)

refunds_by_id = Query(
    PayerRefund,
    """
    SELECT refund.refund_id, refund.charge_id, charge.subject, charge.purpose, charge.ref, attempt.gateway,
        refund.fen, refund.reason, refund.state, refund.wanted_at, refund.refunded_at
    FROM refund
    JOIN charge ON charge.charge_id = refund.charge_id
    JOIN attempt ON attempt.charge_id = refund.charge_id AND attempt.attempt_id = refund.attempt_id
    WHERE refund.charge_id = ANY(%(charge_ids)s) AND refund.refund_id = ANY(%(refund_ids)s)
    ORDER BY refund.wanted_at DESC, refund.refund_id DESC
    """,
)
