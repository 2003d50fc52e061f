"""Say where a shop's money goes."""

from datetime import datetime

from kith import merchants, payments
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx
from kith.tills import payout_account as accounts


async def set_payout_account(
    tx: Tx, ring: KeyRing, merchant_id: merchants.MerchantId, payee: payments.Payee, now: datetime
) -> str:
    """From now on payouts of this shop go there; those under way go where they were sent. Returns the mask of it.

    Raises `MerchantNotFound`.
    """
    await merchants.merchant(tx, merchant_id)
    kept = accounts.seal(ring, payee, merchant_id)
    hint = payments.masked(payee)
    await accounts.put.run(
        tx,
        merchant_id=merchant_id,
        hint=hint,
        nonce=kept.nonce,
        sealed=kept.sealed,
        ring_key=kept.ring_key,
        wrapped=kept.wrapped,
        now=now,
    )
    await merchants.tell_owner(tx, merchant_id, now)
    return hint
