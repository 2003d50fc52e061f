"""What a payer sees of a charge."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from kith.payments.charge import Charge, ChargeId, ChargeState
from kith.payments.refund import Refund, RefundState


class RefundView(Struct, frozen=True):
    """Money on its way back, or back."""

    fen: int
    state: RefundState
    wanted_at: datetime
    refunded_at: datetime | None


class ChargeView(Struct, frozen=True):
    """A payment that is asked of somebody, and what was given back of it."""

    charge_id: ChargeId
    fen: int
    subject: str
    state: ChargeState
    pay_by: datetime
    paid_at: datetime | None
    refunds: list[RefundView]


def view(charge: Charge, refunds: Sequence[Refund]) -> ChargeView:
    """The charge without what is only for us: whom it concerns, and by which attempt it was paid."""
    given_back = [RefundView(each.fen, each.state, each.wanted_at, each.refunded_at) for each in refunds]
    return ChargeView(
        charge.charge_id, charge.fen, charge.subject, charge.state, charge.pay_by, charge.paid_at, given_back
    )
