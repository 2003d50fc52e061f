"""Forget what payments keep of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.payments import charge as charges
from kith.payments import refund as refunds
from kith.payments.cancel_charge import cancel_charge
from kith.payments.charge import ChargeId


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """Ask for nothing any more, and forget the list of what was given back.

    What was paid stays in the books under an id that leads to nobody, and refunds go on. For `people.Leaving`.
    """
    for charge_id in await charges.open_of.all(tx, payer_id=person_id):
        await cancel_charge(tx, ChargeId(charge_id), now)
    await refunds.forget_for_payer.run(tx, person_id=person_id)
