"""Pay a charge from the payer's own wallet."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.payments import attempt as attempts
from kith.payments import charge as charges
from kith.payments.attempt import Attempt, AttemptDiffers, Checkout, GatewayNotFound
from kith.payments.charge import AttemptId, Charge, ChargeId, ChargeOver, ChargePaid, Moved, Paid
from kith.payments.gateway import Settled, Way
from kith.payments.purse import PURSE, Purse
from kith.payments.settle import settle


async def pay_from_purse(
    tx: Tx,
    purse: Purse,
    paid: Paid,
    moved: Moved,
    *,
    attempt_id: AttemptId,
    charge_id: ChargeId,
    payer_id: people.PersonId,
    way: Way,
    now: datetime,
) -> Checkout:
    """Move the money of a charge out of its payer's wallet and hand it on, as if a gateway had said that it is paid.

    What it is for is held first, then the wallet, then the money. Whatever stands against it undoes all of it. The same
    attempt again is answered as the first time. Raises, in this order: `ChargeNotFound`, `GatewayNotFound`,
    `AttemptDiffers`, `ChargePaid`, `ChargeOver`, one of `OBSTACLES`.
    """
    charge = charges.seen_by(await charges.by_id.maybe(tx, charge_id=charge_id), payer_id)
    if purse.spend is None or not purse.pays(charge.purpose) or way != "balance":
        raise GatewayNotFound
    first = await _claim(tx, charge_id, attempt_id)
    if first is not None:
        return attempts.checkout(first, "")
    charge = charges.payable(charge, payer_id, now)
    await _intend(tx, charge, attempt_id, now)
    if hold := paid.holds.get(charge.purpose):
        await hold(tx, charge.ref)
    await purse.spend(tx, charge, now)
    fact = Settled(attempt_id.hex, attempt_id.hex, charge.fen, now)
    await settle(tx, paid, moved, charge_id=charge_id, attempt_id=attempt_id, fact=fact, now=now)
    done = await attempts.by_id.one(tx, charge_id=charge_id, attempt_id=attempt_id)
    if done.flaw is not None:
        raise ChargePaid if done.flaw == "second" else ChargeOver
    return attempts.checkout(done, "")


async def _claim(tx: Tx, charge_id: ChargeId, attempt_id: AttemptId) -> Attempt | None:
    """What was paid under this id before; None when it is new."""
    if await attempts.claim_number.run(tx, attempt_id=attempt_id, charge_id=charge_id):
        return None
    there = await attempts.by_id.maybe(tx, charge_id=charge_id, attempt_id=attempt_id)
    if there is None or there.gateway != PURSE:
        raise AttemptDiffers
    return there


async def _intend(tx: Tx, charge: Charge, attempt_id: AttemptId, now: datetime) -> None:
    attempts.insert.send(
        tx,
        charge_id=charge.charge_id,
        attempt_id=attempt_id,
        gateway=PURSE,
        way="balance",
        fen=charge.fen,
        due_at=now,
        lease_until=now,
        now=now,
    )
