"""Send money of a wallet to its owner's account."""

from datetime import datetime

from kith import notices, payments, people
from kith.kit.keyring import KeyRing
from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.wallet import payee as payees
from kith.wallet import withdrawal as withdrawals
from kith.wallet.count_out import count_out
from kith.wallet.money import account, accounts
from kith.wallet.payee import NoPayee
from kith.wallet.policy import Policy
from kith.wallet.spent import may_spend
from kith.wallet.stand import stand
from kith.wallet.withdrawal import NewWithdrawal, Withdrawal, WithdrawalTooSmall


async def withdraw(
    tx: Tx,
    ring: KeyRing,
    gateways: payments.Gateways,
    policy: Policy,
    custody: Custody,
    *,
    person_id: people.PersonId,
    wanted: NewWithdrawal,
    now: datetime,
) -> Withdrawal:
    """Lock the wallet, count it against its limits, and open the payout. The same again is answered as it stands.

    Raises, in this order: `PayoutDiffers`, what `may_spend` raises, `WithdrawalTooSmall`, `NoPayee`, `PayeeIsNotYou`,
    `PayoutsOff`.
    """
    again = await payments.payout_again(
        tx,
        owner_id=person_id,
        payout_id=wanted.withdrawal_id,
        account_id=account(person_id),
        purpose=withdrawals.PURPOSE,
        fen=wanted.fen,
    )
    if again is not None:
        return withdrawals.shown(again)
    standing = await stand(tx, custody, person_id, now, alone=True)
    may_spend(standing, wanted.fen, policy, withdrawal=True)
    if wanted.fen < policy.smallest_withdrawal_fen:
        raise WithdrawalTooSmall(smallest_fen=policy.smallest_withdrawal_fen)
    kept = await payees.of.maybe(tx, person_id=person_id)
    if kept is None:
        raise NoPayee
    payees.check_name(standing.decided.name_key, kept.name_key)
    await count_out(tx, person_id, now, withdrawn_fen=wanted.fen)
    payout = await payments.open_payout(
        tx,
        ring,
        gateways,
        payout_id=wanted.withdrawal_id,
        owner_id=person_id,
        account=accounts([person_id])[0],
        purpose=withdrawals.PURPOSE,
        gateway=kept.gateway,
        payee=payments.unseal_payee(ring, kept, payees.bound_to(person_id)),
        fen=wanted.fen,
        now=now,
    )
    await notices.tell(tx, person_id, "wallet", person_id, now)
    return withdrawals.shown(payout)
