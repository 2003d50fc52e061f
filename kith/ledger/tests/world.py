"""Ids and small helpers that the ledger's tests share."""

from datetime import datetime
from uuid import UUID

from kith import ledger
from kith.kit.sql import Tx
from kith.ledger import NewAccount, Transfer


def number(n: int) -> UUID:
    """A readable id."""
    return UUID(int=n)


ASSET, LIABILITY, OTHER = number(0xA1), number(0xA2), number(0xA3)
PURSE = number(0xB1)
"""Debits must not exceed credits."""
CLAIM = number(0xB2)
"""Credits must not exceed debits."""
SHUT, LOCKED = number(0xC1), number(0xC2)
"""Closed."""
NOWHERE, NEVER = number(0xD1), number(0xD2)
"""Never opened."""

ACCOUNTS = [
    NewAccount(ASSET, "asset", number(1), "none"),
    NewAccount(LIABILITY, "liability", number(2), "none"),
    NewAccount(OTHER, "other", number(3), "none"),
    NewAccount(PURSE, "purse", number(4), "debits"),
    NewAccount(CLAIM, "claim", number(5), "credits"),
    NewAccount(SHUT, "shut", number(6), "none"),
    NewAccount(LOCKED, "shut", number(7), "none"),
]


async def open_world(tx: Tx, now: datetime) -> None:
    """Open the accounts, and close those that are closed."""
    await ledger.open_accounts(tx, ACCOUNTS, now)
    for account_id in (SHUT, LOCKED):
        await ledger.close_account(tx, account_id, now)


def move(n: int, fen: int = 10, **changed: object) -> Transfer:
    """A transfer that would be made as it is: OTHER to LIABILITY."""
    fields: dict[str, object] = {"id": number(n), "debit": OTHER, "credit": LIABILITY, "fen": fen, "reason": "test"}
    return Transfer(**(fields | changed))


def end(n: int, hold: int, **changed: object) -> Transfer:
    """A post of a whole hold, accounts unnamed."""
    fields: dict[str, object] = {"id": number(n), "kind": "post", "pending_id": number(hold), "reason": "test"}
    return Transfer(**(fields | changed))


async def figures(tx: Tx) -> dict[UUID, tuple[int, int, int, int]]:
    """All balances: debits pending and posted, credits pending and posted."""
    found = await ledger.balances(tx, [account.account_id for account in ACCOUNTS])
    return {
        account_id: (one.debits_pending, one.debits_posted, one.credits_pending, one.credits_posted)
        for account_id, one in found.items()
    }
