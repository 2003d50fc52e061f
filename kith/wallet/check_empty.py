"""Ask whether somebody may leave their wallet behind."""

from datetime import datetime

from kith import ledger, people
from kith.kit.sql import Tx
from kith.wallet.money import account
from kith.wallet.policy import Policy

_EMPTY = ledger.Balance(0, 0, 0, 0)


async def check_empty(tx: Tx, person_id: people.PersonId, now: datetime, *, policy: Policy) -> None:
    """Nothing may be left in it that could be sent to its owner. Raises `people.WalletNotEmpty`.

    For `people.Leaving`.
    """
    del now
    balance = (await ledger.balances(tx, [account(person_id)])).get(account(person_id), _EMPTY)
    if balance.net >= policy.smallest_withdrawal_fen:
        raise people.WalletNotEmpty(balance_fen=balance.net)
