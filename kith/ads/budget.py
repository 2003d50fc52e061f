"""Budgets: what was delivered for the money that was paid ahead, and what goes back."""

from kith.ads.auction import Model

_THOUSAND = 1_000


def goal(model: Model, fen: int, rate_fen: int) -> int:
    """What is to be delivered: people reached, or fen in taps."""
    return fen * _THOUSAND // rate_fen if model == "reach" else fen


def earned(model: Model, fen: int, rate_fen: int, *, reached: int, spent_fen: int) -> int:
    """What was delivered is worth so much, and never more than was paid."""
    return min(fen, reached * rate_fen // _THOUSAND if model == "reach" else spent_fen)


def delivered(model: Model, *, reached: int, spent_fen: int) -> int:
    """What was delivered, as `goal` counts it."""
    return reached if model == "reach" else spent_fen
