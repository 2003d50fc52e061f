"""What promotions write into the ledger: the accounts, and one transfer for each deed.

Each transfer's id is derived from what it belongs to, so that writing it twice changes nothing.
"""

from uuid import UUID

from kith import ledger
from kith.kit import ids

_INSTALLATION = UUID(int=1)
"""Who owns what the house has: there is one house."""

HOUSE = ledger.account_id("house", _INSTALLATION)
"""The house's own money. What it has set aside stands here below zero."""

PROMOTION = ledger.account_id("promotion", _INSTALLATION)
"""What is set aside and in no budget yet. Never below zero."""


def budget_account(budget_id: UUID) -> UUID:
    """What a budget has left. Never below zero; whoever gives away takes it from here."""
    return ledger.account_id("budget", budget_id)


def accounts() -> list[ledger.NewAccount]:
    """The accounts that there are once; opening them again is harmless."""
    return [
        ledger.NewAccount(HOUSE, "house", _INSTALLATION, "none"),
        ledger.NewAccount(PROMOTION, "promotion", _INSTALLATION, "debits"),
    ]


def account_of(budget_id: UUID) -> ledger.NewAccount:
    """A budget's account, to be opened; opening it again is harmless."""
    return ledger.NewAccount(budget_account(budget_id), "budget", budget_id, "debits")


def funding(deed_id: UUID, fen: int) -> ledger.Transfer:
    """Money is set aside."""
    return ledger.Transfer(
        id=ids.derived(deed_id, "promotion-fund"), debit=HOUSE, credit=PROMOTION, fen=fen, reason="promotion-fund"
    )


def cut(deed_id: UUID, budget_id: UUID, fen: int) -> ledger.Transfer:
    """A budget gets money; `deed_id` is its own where it is opened."""
    return ledger.Transfer(
        id=ids.derived(deed_id, "budget"), debit=PROMOTION, credit=budget_account(budget_id), fen=fen, reason="budget"
    )


def rest(budget_id: UUID, fen: int) -> ledger.Transfer:
    """A budget is closed: what it has left goes back."""
    return ledger.Transfer(
        id=ids.derived(budget_id, "budget-rest"),
        debit=budget_account(budget_id),
        credit=PROMOTION,
        fen=fen,
        reason="budget-rest",
    )
