"""Wallets: what somebody has with Kith, how it came and went, and sending it to an account of theirs.

Money comes in by a top-up, a refund of what was paid by wallet, and what higher capabilities give. It goes out by
paying any charge (`payments.Purse`) and by a **withdrawal**, which is a payout of payments. An **identity check** is
`wanted` → `unknown` → `pending` → `verified` | `refused`; the class that it verifies sets the limits.

What always holds:
- The balance is an account in the ledger and the statement is that account's entries: no fen is written down twice, and
  the sum of the lines is the balance. A withdrawal takes at once what it may give back later.
- Whoever has a wallet may always receive, also when it is frozen. Nothing goes out before it was checked who they are.
- Money goes out under the lock of the wallet's row, which comes after what is paid for and before the ledger's locks:
  two spends see each other, and a freeze is before or after each of them.
- Limits count what went out and did not come back. What came back is read where it is written: refunds and payouts.
- One identity has one wallet. What was asked is sealed, and gone when it is answered; of names only keyed hashes stay,
  so that money goes to an account of the same name only.
- In custody `provider` no wallet keeps anything: what comes in (`received`) is sent on to its owner's account.
"""

from kith.wallet.audit import audit
from kith.wallet.check_empty import check_empty
from kith.wallet.exported import exported
from kith.wallet.follow_charge import follow_charge
from kith.wallet.follow_payout import follow_payout
from kith.wallet.forget_person import forget_person
from kith.wallet.freeze import freeze
from kith.wallet.fund import fund
from kith.wallet.http_checker import HttpChecker
from kith.wallet.identity import BadIdNumber, Checkers, Identity, IdNumber, check_digit
from kith.wallet.identity import whole as identity_of
from kith.wallet.identity_check import WRAPS as CHECK_WRAPS
from kith.wallet.list_freezes import list_freezes
from kith.wallet.list_frozen import list_frozen
from kith.wallet.list_orphans import list_orphans
from kith.wallet.list_set_aside import list_set_aside
from kith.wallet.money import UNCLAIMED, account, accounts
from kith.wallet.offer import offer
from kith.wallet.payee import WRAPS as PAYEE_WRAPS
from kith.wallet.payee import NoPayee
from kith.wallet.policy import Policy
from kith.wallet.received import received
from kith.wallet.set_aside import set_aside
from kith.wallet.spend import spend
from kith.wallet.topping_up import PURPOSE, NoTopUp
from kith.wallet.unclaimed import Orphan, OwnerIsThere, SetAside
from kith.wallet.unfreeze import unfreeze
from kith.wallet.wallet import FreezeMove, FrozenWallet

WRAPS = (CHECK_WRAPS, PAYEE_WRAPS)
"""Everything here that holds keys wrapped by the ring."""

__all__ = [
    "PURPOSE",
    "UNCLAIMED",
    "WRAPS",
    "BadIdNumber",
    "Checkers",
    "FreezeMove",
    "FrozenWallet",
    "HttpChecker",
    "IdNumber",
    "Identity",
    "NoPayee",
    "NoTopUp",
    "Orphan",
    "OwnerIsThere",
    "Policy",
    "SetAside",
    "account",
    "accounts",
    "audit",
    "check_digit",
    "check_empty",
    "exported",
    "follow_charge",
    "follow_payout",
    "forget_person",
    "freeze",
    "fund",
    "identity_of",
    "list_freezes",
    "list_frozen",
    "list_orphans",
    "list_set_aside",
    "offer",
    "received",
    "set_aside",
    "spend",
    "unfreeze",
]
