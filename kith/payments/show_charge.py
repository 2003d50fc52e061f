"""Show a charge to its payer."""

from datetime import datetime

from msgspec import Struct

from kith import people
from kith.kit.sql import Tx
from kith.payments import charge as charges
from kith.payments import refund as refunds
from kith.payments.charge import ChargeId, ChargeState
from kith.payments.refund import RefundState


class RefundView(Struct, frozen=True):
    """Money on its way back, or back."""

    fen: int
    state: RefundState
    wanted_at: datetime
    refunded_at: datetime | None


class ChargeView(Struct, frozen=True):
    """What a payer sees of a payment asked of him."""

    charge_id: ChargeId
    fen: int
    subject: str
    state: ChargeState
    pay_by: datetime
    paid_at: datetime | None
    refunds: list[RefundView]


async def show_charge(tx: Tx, charge_id: ChargeId, payer_id: people.PersonId) -> ChargeView:
    """The charge and what was given back of it, for its payer only. Raises `ChargeNotFound`."""
    charge = charges.seen_by(await charges.by_id.maybe(tx, charge_id=charge_id), payer_id)
    given_back = await refunds.of_charges.all(tx, charge_ids=[charge_id])
    return ChargeView(
        charge.charge_id,
        charge.fen,
        charge.subject,
        charge.state,
        charge.pay_by,
        charge.paid_at,
        [RefundView(refund.fen, refund.state, refund.wanted_at, refund.refunded_at) for refund in given_back],
    )
