"""Put money into a wallet."""

from datetime import datetime, timedelta

from kith import payments, people
from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.wallet import topping_up as toppings
from kith.wallet import wallet as wallets
from kith.wallet.policy import Policy
from kith.wallet.topping_up import NewTopUp, TopUp


async def top_up(
    tx: Tx, policy: Policy, custody: Custody, *, person_id: people.PersonId, wanted: NewTopUp, now: datetime
) -> TopUp:
    """Open the charge by which its owner pays into the wallet. The same top-up again is answered as the first time.

    Raises, in this order: `ChargeDiffers`, `NoTopUp`, `WalletFrozen`, `IdentityNeeded`, `TopUpOutside`.
    """
    charge_id = toppings.charge_id(person_id, wanted.top_up_id)
    for charge in await payments.charges_of(tx, [charge_id]):
        if charge.fen != wanted.fen:
            raise payments.ChargeDiffers
        return TopUp(charge_id)
    decided = await wallets.by_id.maybe(tx, person_id=person_id) or wallets.NOTHING
    toppings.may_top_up(custody, decided)
    toppings.check_amount(wanted.fen, policy)
    await payments.open_charge(
        tx,
        charge_id=charge_id,
        payer_id=person_id,
        fen=wanted.fen,
        subject=toppings.SUBJECT,
        purpose=toppings.PURPOSE,
        ref=wanted.top_up_id,
        pay_by=now + timedelta(minutes=policy.top_up_minutes),
        now=now,
    )
    return TopUp(charge_id)
