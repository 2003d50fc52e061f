"""Look a charge up."""

from kith.kit.sql import Tx
from kith.payments import charge as charges
from kith.payments.charge import Charge, ChargeId, ChargeNotFound


async def charge_of(tx: Tx, charge_id: ChargeId) -> Charge:
    """The charge as it stands. Raises `ChargeNotFound`."""
    charge = await charges.by_id.maybe(tx, charge_id=charge_id)
    if charge is None:
        raise ChargeNotFound
    return charge
