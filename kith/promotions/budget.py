"""A budget: what may be given away for one thing."""

from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal


class FundingDiffers(Refusal):
    """This deed was done before with another sum. Make a new id for a new deed."""


class PromotionTooSmall(Refusal):
    """There is not so much set aside for promotions; set more aside first."""


class Budget(Struct, frozen=True):
    """A budget with money left in it."""

    budget_id: UUID
    left_fen: int


class Promotions(Struct, frozen=True):
    """What is set aside, in fen: all that was not given away yet, and what of it is in no budget."""

    total_fen: int
    free_fen: int
    budgets: list[Budget]
    """Those with money in them, the largest first."""
