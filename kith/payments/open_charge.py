"""Open a charge."""

from datetime import datetime
from uuid import UUID

from kith import people
from kith.kit.sql import Tx
from kith.payments import charge as charges
from kith.payments.charge import Charge, ChargeDiffers, ChargeId


async def open_charge(
    tx: Tx,
    *,
    charge_id: ChargeId,
    payer_id: people.PersonId,
    fen: int,
    subject: str,
    purpose: str,
    ref: UUID,
    pay_by: datetime,
    now: datetime,
) -> Charge:
    """Ask somebody for `fen` until `pay_by`: the intent only, the payer chooses how and when to try.

    The same charge again is answered as it stands now. Raises `ChargeDiffers`.
    """
    wanted = Charge(charge_id, payer_id, fen, subject, purpose, ref, "open", pay_by, now, None, None, None)
    opened = await charges.insert.maybe(
        tx,
        charge_id=charge_id,
        payer_id=payer_id,
        fen=fen,
        subject=subject,
        purpose=purpose,
        ref=ref,
        pay_by=pay_by,
        now=now,
    )
    if opened is not None:
        return opened
    there = await charges.by_id.one(tx, charge_id=charge_id)
    if not charges.same(there, wanted):
        raise ChargeDiffers
    return there
