"""Tell a shop what money it has."""

from kith import ledger, mall, merchants, payments, people
from kith.kit.sql import Tx
from kith.tills import payout_account as accounts
from kith.tills.policy import Policy
from kith.tills.till import ShopMoney, payable_account


async def view_money(
    tx: Tx,
    gateways: payments.Gateways,
    policy: Policy,
    merchant_id: merchants.MerchantId,
    person_id: people.PersonId,
) -> ShopMoney:
    """What is pending, what may be paid out and where to. Raises `NotYourShop`, `OwnerOnly`."""
    await merchants.check_owner(tx, merchant_id, person_id)
    balances = await ledger.balances(tx, [payable_account(merchant_id)])
    balance = balances.get(payable_account(merchant_id), ledger.Balance(0, 0, 0, 0))
    account = await accounts.of.maybe(tx, merchant_id=merchant_id)
    return ShopMoney(
        pending_fen=await mall.unsettled_fen(tx, merchant_id),
        available_fen=balance.free,
        under_way_fen=balance.debits_pending,
        paid_fen=(await payments.paid_out(tx, merchant_id)).paid,
        account=account.hint if account else None,
        smallest_fen=policy.smallest_payout_fen,
        on=account.gateway in gateways.sending if account else bool(gateways.sending),
    )
