"""Send money out to whom it belongs."""

from datetime import datetime
from functools import partial
from uuid import UUID

from kith import ledger
from kith.kit import jobs
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx
from kith.payments import payout as payouts
from kith.payments import posting
from kith.payments.gateway import Gateways
from kith.payments.outward import Payee, masked
from kith.payments.payee import payee_columns, seal_payee
from kith.payments.payout import Payout, PayoutId, PayoutsOff, PayoutTooLarge
from kith.payments.payout_again import payout_again


async def open_payout(
    tx: Tx,
    ring: KeyRing,
    gateways: Gateways,
    *,
    payout_id: PayoutId,
    owner_id: UUID,
    account: ledger.NewAccount,
    purpose: str,
    gateway: str,
    payee: Payee,
    fen: int,
    now: datetime,
) -> Payout:
    """Commit the intent to pay `fen` of an account to `payee` at a gateway: the row, the hold in the ledger, the job
    that sends it.

    The same payout again is answered as it stands, whoever would be the payee by now. Raises `PayoutDiffers`,
    `PayoutsOff`, `PayoutTooLarge`.
    """
    one = {"owner_id": owner_id, "payout_id": payout_id}
    account_id = account.account_id
    again = partial(
        payout_again, tx, owner_id=owner_id, payout_id=payout_id, account_id=account_id, purpose=purpose, fen=fen
    )
    first = await again()
    if first is not None:
        return first
    if gateway not in gateways.sending:
        raise PayoutsOff
    fresh = await payouts.insert.maybe(
        tx,
        **one,
        number=payouts.number_of(owner_id, payout_id),
        purpose=purpose,
        account_id=account_id,
        fen=fen,
        gateway=gateway,
        hint=masked(payee),
        **payee_columns(seal_payee(ring, payee, payouts.bound_to(owner_id))),
        now=now,
    )
    if fresh is not None:
        return await _hold(tx, fresh, account, now)
    # Somebody was faster with the same id.
    return await again() or await payouts.by_id.one(tx, **one)


async def _hold(tx: Tx, payout: Payout, account: ledger.NewAccount, now: datetime) -> Payout:
    await ledger.open_accounts(tx, [account, *posting.accounts_of_payout(payout)], now)
    try:
        await ledger.transfer(tx, posting.hold_payout(payout), now)
    except ledger.TransferRefused as refused:
        if refused.result != ledger.Result.EXCEEDS_CREDITS:
            raise
        balances = await ledger.balances(tx, [payout.account_id])
        raise PayoutTooLarge(available_fen=balances[payout.account_id].free) from refused
    await jobs.later(tx, "payments.tend_payout", owner_id=str(payout.owner_id), payout_id=str(payout.payout_id))
    return payout
