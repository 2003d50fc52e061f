"""Show a charge to its payer."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.payments import charge as charges
from kith.payments import charge_view as views
from kith.payments.charge import ChargeId
from kith.payments.charge_view import ChargeView
from kith.payments.gateway import Gateways
from kith.payments.purse import Purse


async def show_charge(
    tx: Tx, gateways: Gateways, charge_id: ChargeId, payer_id: people.PersonId, now: datetime, *, purse: Purse
) -> ChargeView:
    """The charge, how it can be paid, and what was given back of it, for its payer only. Raises `ChargeNotFound`."""
    charge = charges.seen_by(await charges.by_id.maybe(tx, charge_id=charge_id), payer_id)
    refunds = await views.refunds_of.all(tx, charge_ids=[charge_id])
    wallet = None
    if purse.offer is not None and purse.pays(charge.purpose) and charges.payable_at(charge, now):
        wallet = await purse.offer(tx, charge, now)
    return views.view(charge, refunds, gateways, now, wallet)
