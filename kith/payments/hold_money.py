"""Keep the money of charges where it is."""

from collections.abc import Sequence

from kith import ledger
from kith.kit.sql import Tx
from kith.payments import purse_view as views
from kith.payments.charge import ChargeId
from kith.payments.posting import charge_account, source


async def hold_money(tx: Tx, charge_ids: Sequence[ChargeId]) -> None:
    """Lock the accounts that a refund of these charges moves, those of the gateways and wallets that paid included.

    A payment locks them before it is handed on to whoever asked for it. A transaction that refunds therefore takes them
    before anything that it shares with a payment of something else: stock, or an account of a shop.
    """
    paid_by = await views.paid_by.all(tx, charge_ids=list(charge_ids))
    held = [charge_account(charge_id) for charge_id in charge_ids]
    await ledger.hold_accounts(tx, [*held, *{source(each.gateway, each.payer_id).account_id for each in paid_by}])
