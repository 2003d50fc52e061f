"""Keep the money of charges where it is."""

from collections.abc import Sequence

from kith import ledger
from kith.kit.sql import Tx
from kith.payments import attempt as attempts
from kith.payments.charge import ChargeId
from kith.payments.posting import charge_account, clearing_account


async def hold_money(tx: Tx, charge_ids: Sequence[ChargeId]) -> None:
    """Lock the accounts that a refund of these charges moves, those of the gateways that were paid included.

    A payment locks them before it is handed on to whoever asked for it. A transaction that refunds therefore takes them
    before anything that it shares with a payment of something else: stock, or an account of a shop.
    """
    gateways = await attempts.gateways_of.all(tx, charge_ids=list(charge_ids))
    held = [charge_account(charge_id) for charge_id in charge_ids]
    await ledger.hold_accounts(tx, [*held, *(clearing_account(gateway) for gateway in gateways)])
