"""Wallets: what somebody has with Kith.

The balance of a wallet is an account in the ledger, and its statement is that account's entries: no fen of it is
written down a second time. Whoever has a wallet may always receive.
"""

from kith.wallet.money import account, accounts

__all__ = [
    "account",
    "accounts",
]
