"""Open accounts."""

from collections.abc import Sequence
from datetime import datetime

from kith.kit.sql import Tx
from kith.ledger import account as accounts
from kith.ledger.account import NewAccount
from kith.ledger.result import AccountResult


async def open_accounts(tx: Tx, new: Sequence[NewAccount], now: datetime) -> list[AccountResult]:
    """Open what is not open yet; each account gets its own result, in order, as if sent one by one.

    Insert the well-formed, the first of each id; read how all of them stand; answer.
    """
    wanted: dict[object, NewAccount] = {}
    for account in filter(accounts.can_open, new):
        wanted.setdefault(account.account_id, account)
    inserted = accounts.insert.send(tx, now=now, **accounts.columns(wanted.values()))
    known = await accounts.owned_by_ids.all(tx, ids=[account.account_id for account in new])
    return accounts.opened(new, await inserted.all(), {account.account_id: account for account in known})
