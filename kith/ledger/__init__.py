"""The ledger: who holds how much, in fen, and every movement that made it so.

Money moves by transfers from one account (debit) to another (credit): one row, so it cannot be unbalanced. A transfer
is `posted` (moves at once) or `pending` (holds); a hold ends once, by `post` (of all or a part; the rest goes back), by
`void`, or by its timeout. A correction is a new transfer: the database refuses to change what was written.

Invariants: debits equal credits; a balance is the sum of its entries; an account with limit `debits` never has more
debits than credits, holds included (`credits`: the other way round); a closed account moves no more money.

Callers make the ids. The same id with the same content answers `exists` and moves nothing; with other content
`exists_with_different_…`. A refused transfer leaves no trace, so its id may be sent again once the cause is gone.
A batch answers as if its transfers came one by one. Transfers that are `linked` to their next happen all or not at all;
a chain that is sent again answers `exists` for the first and `linked_event_failed` for the others.
"""

from kith.ledger.account import Balance, Limit, NewAccount, Owned, account_id
from kith.ledger.audit import audit
from kith.ledger.balances import balances
from kith.ledger.close_account import close_account
from kith.ledger.expire_pending import expire_pending
from kith.ledger.finding import Finding
from kith.ledger.hold_accounts import hold_accounts
from kith.ledger.list_accounts import list_accounts
from kith.ledger.list_lines import list_lines
from kith.ledger.list_owners import list_owners
from kith.ledger.open_accounts import open_accounts
from kith.ledger.post_transfers import post_transfers
from kith.ledger.posting import Kind, Transfer
from kith.ledger.result import AccountResult, Result, TransferRefused
from kith.ledger.statement import START, Line, Month, Place, place_of
from kith.ledger.sum_months import sum_months
from kith.ledger.transfer import transfer
from kith.ledger.transfer_all import transfer_all
from kith.ledger.want_accounts import want_accounts

__all__ = [
    "START",
    "AccountResult",
    "Balance",
    "Finding",
    "Kind",
    "Limit",
    "Line",
    "Month",
    "NewAccount",
    "Owned",
    "Place",
    "Result",
    "Transfer",
    "TransferRefused",
    "account_id",
    "audit",
    "balances",
    "close_account",
    "expire_pending",
    "hold_accounts",
    "list_accounts",
    "list_lines",
    "list_owners",
    "open_accounts",
    "place_of",
    "post_transfers",
    "sum_months",
    "transfer",
    "transfer_all",
    "want_accounts",
]
