"""Say where the money of a wallet goes."""

from datetime import datetime

from kith import notices, payments, people
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx
from kith.wallet import due as dues
from kith.wallet import payee as payees
from kith.wallet import wallet as wallets
from kith.wallet.identity import name_key
from kith.wallet.payee import NewPayee, PayeeView


async def set_payee(
    tx: Tx,
    secret: people.Secret,
    ring: KeyRing,
    gateways: payments.Gateways,
    *,
    person_id: people.PersonId,
    given: NewPayee,
    now: datetime,
) -> PayeeView:
    """From now on withdrawals go there; those under way go where they were sent.

    Raises `PayeeGatewayOff`, `PayeeIsNotYou`.
    """
    if given.gateway not in gateways.sending:
        raise payments.PayeeGatewayOff
    decided = await wallets.by_id.maybe(tx, person_id=person_id) or wallets.NOTHING
    mark = name_key(secret, given.name)
    payees.check_name(decided.name_key, mark)
    payee = payments.Payee(given.account, given.name.strip())
    hint = payments.masked(payee)
    await payees.put.run(
        tx,
        person_id=person_id,
        gateway=given.gateway,
        hint=hint,
        name_key=mark,
        **payments.payee_columns(payments.seal_payee(ring, payee, payees.bound_to(person_id))),
        now=now,
    )
    await dues.hurry.run(tx, person_id=person_id, now=now)
    await notices.tell(tx, person_id, "wallet", person_id, now)
    return PayeeView(hint)
