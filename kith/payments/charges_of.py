"""Look several charges up."""

from collections.abc import Sequence
from uuid import UUID

from kith.kit.sql import Tx
from kith.payments import charge as charges
from kith.payments.charge import Charge


async def charges_of(tx: Tx, charge_ids: Sequence[UUID]) -> list[Charge]:
    """Those of them that there are."""
    return await charges.by_ids.all(tx, charge_ids=list(charge_ids))
