"""Say where a shop's money goes."""

from datetime import datetime

from kith import merchants, payments
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx
from kith.tills import payout_account as accounts


async def set_payout_account(
    tx: Tx,
    ring: KeyRing,
    merchant_id: merchants.MerchantId,
    *,
    gateway: str,
    payee: payments.Payee,
    now: datetime,
) -> str:
    """From now on payouts of this shop go there, to an account at `gateway`; those under way go where they were sent.
    Returns the mask of it.

    Raises `MerchantNotFound`.
    """
    await merchants.merchant(tx, merchant_id)
    hint = payments.masked(payee)
    await accounts.put.run(
        tx,
        merchant_id=merchant_id,
        gateway=gateway,
        hint=hint,
        **payments.payee_columns(payments.seal_payee(ring, payee, accounts.bound_to(merchant_id))),
        now=now,
    )
    await merchants.tell_owner(tx, merchant_id, now)
    return hint
