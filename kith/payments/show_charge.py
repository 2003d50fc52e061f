"""Show a charge to its payer."""

from kith import people
from kith.kit.sql import Tx
from kith.payments import charge as charges
from kith.payments import refund as refunds
from kith.payments.charge import ChargeId
from kith.payments.charge_view import ChargeView, view


async def show_charge(tx: Tx, charge_id: ChargeId, payer_id: people.PersonId) -> ChargeView:
    """The charge and what was given back of it, for its payer only. Raises `ChargeNotFound`."""
    charge = charges.seen_by(await charges.by_id.maybe(tx, charge_id=charge_id), payer_id)
    return view(charge, await refunds.of_charges.all(tx, charge_ids=[charge_id]))
