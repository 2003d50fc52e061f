"""The auction: which of the placements that stand at a place is shown, and what a tap on it costs.

Both models are compared by what a thousand views are expected to bring, in millionths of a fen, so that everything is
reckoned in whole numbers: for reach that is its price, for taps what is bid, times how often it is likely to be tapped.
The second price is the least with which the winner would still have won.
"""

from collections.abc import Callable, Iterable
from typing import Literal, TypeVar

from msgspec import Struct

Model = Literal["reach", "taps"]
"""Paid by people reached, or by taps."""

MILLION = 1_000_000


class Contender(Struct, frozen=True):
    """What decides how a placement fares at one place."""

    model: Model
    rate_fen: int
    """What a thousand people reached cost, or what is bid for a tap."""
    weight: int
    """Taps that are expected of a million views, times nearness in thousandths; for reach it does not matter."""

    @property
    def worth(self) -> int:
        """What a thousand views are expected to bring, in millionths of a fen."""
        return self.rate_fen * (MILLION if self.model == "reach" else self.weight)


Entry = TypeVar("Entry")


def weight(views: int, taps: int, nearness: int, *, taps_per_million: int, known_views: int) -> int:
    """What is expected of one that was seen and tapped so often: what is usual counts like `known_views` views."""
    usual = known_views * taps_per_million
    expected = (taps * MILLION + usual) // (views + known_views)
    return max(1, expected) * nearness


def price(winner: Contender, next_worth: int, reserve_fen: int) -> int:
    """What a tap on the winner costs, which is paid by taps."""
    least = -(-next_worth // winner.weight)
    return min(winner.rate_fen, max(least, reserve_fen))


def first_two(ranked: Iterable[Entry], stands: Callable[[Entry], bool]) -> tuple[Entry | None, Entry | None]:
    """The first that stands, and the next that does: the winner, and whoever sets the price. No more are asked."""
    found = (one for one in ranked if stands(one))
    return next(found, None), next(found, None)
