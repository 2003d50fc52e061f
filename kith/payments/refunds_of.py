"""Look refunds up."""

from collections.abc import Sequence

from kith.kit.sql import Tx
from kith.payments import refund as refunds
from kith.payments.charge import ChargeId
from kith.payments.refund import Refund


async def refunds_of(tx: Tx, charge_ids: Sequence[ChargeId]) -> list[Refund]:
    """Every refund of these charges, the oldest first, those of unaccepted payments included."""
    return await refunds.of_charges.all(tx, charge_ids=list(charge_ids))
