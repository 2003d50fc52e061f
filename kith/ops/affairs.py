"""A person's affairs, as far as an operator may see them: no number, no address, no message."""

from uuid import UUID

from msgspec import Struct

from kith import people, wallet


class Affairs(Struct):
    """Who it is, and what is in the wallet, in fen: free, and held for what is on its way out."""

    person: people.Card
    wallet_account: UUID
    balance_fen: int
    held_fen: int
    frozen: bool
    freezes: list[wallet.FreezeMove]
    """Who froze and freed the wallet when and why, the first one first."""


def frozen(freezes: list[wallet.FreezeMove]) -> bool:
    """Whether nothing goes out of the wallet at the moment."""
    return bool(freezes) and freezes[-1].deed == "freeze"
