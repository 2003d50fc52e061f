"""Sum a wallet's statement up by months."""

from kith import ledger, people
from kith.kit.sql import Tx
from kith.wallet.line import WalletMonth
from kith.wallet.money import account
from kith.wallet.spent import ZONE


async def list_months(tx: Tx, person_id: people.PersonId) -> list[WalletMonth]:
    """Every month in which something moved, the newest first."""
    months = await ledger.sum_months(tx, account(person_id), ZONE)
    return [WalletMonth(month.first.strftime("%Y-%m"), month.in_fen, month.out_fen) for month in months]
