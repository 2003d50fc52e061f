"""Open accounts for transfers that follow."""

from collections.abc import Sequence
from datetime import datetime

from kith.kit.sql import Tx
from kith.ledger import account as accounts
from kith.ledger.account import NewAccount


async def want_accounts(tx: Tx, new: Sequence[NewAccount], now: datetime) -> None:
    """Open what is not open yet, on the way of the next statement.

    Nobody hears of one that cannot be opened: the transfer that needs it is refused then.
    """
    accounts.insert.send(tx, now=now, **accounts.columns(filter(accounts.can_open, new)))
