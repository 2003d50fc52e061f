"""Look refunds up."""

from collections.abc import Sequence

from kith.kit.sql import Tx
from kith.payments import charge_view as views
from kith.payments.charge import ChargeId
from kith.payments.charge_view import RefundView


async def refunds_of(tx: Tx, charge_ids: Sequence[ChargeId]) -> list[RefundView]:
    """Every refund of these charges, the oldest first, those of unaccepted payments included."""
    return await views.refunds_of.all(tx, charge_ids=list(charge_ids))
