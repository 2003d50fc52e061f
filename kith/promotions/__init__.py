"""Promotions: money that the house sets aside to give away, and the budgets that are cut from it.

All of it is in the ledger: `house` → `promotion` when it is set aside, `promotion` → a budget when it has a purpose.
What a budget has left goes back when that is over. Whoever gives away gives from a budget's account.

What always holds:
- Neither what was set aside nor a budget is ever below zero, so that nothing is promised that is not there.
- A budget belongs to one owner, by whose id it goes; the owner says when it is closed, and then nothing moves it again.
"""

from kith.promotions.audit import audit
from kith.promotions.budget import Budget, FundingDiffers, Promotions, PromotionTooSmall
from kith.promotions.close_budget import close_budget
from kith.promotions.fund import fund
from kith.promotions.left import left
from kith.promotions.money import HOUSE, PROMOTION, budget_account
from kith.promotions.open_budget import open_budget
from kith.promotions.raise_budget import raise_budget
from kith.promotions.view import view

__all__ = [
    "HOUSE",
    "PROMOTION",
    "Budget",
    "FundingDiffers",
    "PromotionTooSmall",
    "Promotions",
    "audit",
    "budget_account",
    "close_budget",
    "fund",
    "left",
    "open_budget",
    "raise_budget",
    "view",
]
