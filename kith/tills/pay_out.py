"""Pay a shop."""

from datetime import datetime

from kith import merchants, payments, people
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx
from kith.tills import payout_account as accounts
from kith.tills.payout_account import NoPayoutAccount, PayoutTooSmall
from kith.tills.policy import Policy
from kith.tills.till import NewPayout, ShopPayout, new_account, payable_account, shown


async def pay_out(
    tx: Tx,
    ring: KeyRing,
    gateways: payments.Gateways,
    policy: Policy,
    *,
    merchant_id: merchants.MerchantId,
    person_id: people.PersonId,
    wanted: NewPayout,
    now: datetime,
) -> ShopPayout:
    """Send a part or all of what is available to the shop's account. The same payout again is answered as it stands.

    Raises, in this order: `NotYourShop`, `OwnerOnly`, `PayoutDiffers`, `NoPayoutAccount`, `PayoutTooSmall`,
    `PayoutsOff`, `PayoutTooLarge`.
    """
    await merchants.check_owner(tx, merchant_id, person_id)
    again = await payments.payout_again(
        tx,
        owner_id=merchant_id,
        payout_id=wanted.payout_id,
        account_id=payable_account(merchant_id),
        purpose="shop",
        fen=wanted.fen,
    )
    if again is not None:
        return shown(again)
    account = await accounts.of.maybe(tx, merchant_id=merchant_id)
    if account is None:
        raise NoPayoutAccount
    if wanted.fen < policy.smallest_payout_fen:
        raise PayoutTooSmall(smallest_fen=policy.smallest_payout_fen)
    payout = await payments.open_payout(
        tx,
        ring,
        gateways,
        payout_id=wanted.payout_id,
        owner_id=merchant_id,
        account=new_account(merchant_id),
        purpose="shop",
        gateway=account.gateway,
        payee=payments.unseal_payee(ring, account, accounts.bound_to(merchant_id)),
        fen=wanted.fen,
        now=now,
    )
    await merchants.tell_owner(tx, merchant_id, now)
    return shown(payout)
