"""The steps of a gift as its giver and the friends who paid see them: of the delivery, days that are over."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from msgspec import Struct

from kith.gifts.gift import GiftId, GiftState
from kith.gifts.move import Deed

GiverState = Literal[
    "planned",
    "unpaid",
    "collecting",
    "cooling",
    "scheduled",
    "waiting",
    "accepted",
    "shipped",
    "in_delivery",
    "received",
    "lapsed",
    "withdrawn",
    "declined",
    "not_taken_up",
    "cancelled",
]

BEIJING = timezone(timedelta(hours=8))

DELIVERY: frozenset[Deed] = frozenset({"ship", "carry", "receive"})
"""The deeds of which the giver sees the day, when it is over."""

_SHOWN: dict[GiftState, GiverState] = {
    "planned": "planned",
    "unpaid": "unpaid",
    "collecting": "collecting",
    "cooling": "cooling",
    "scheduled": "scheduled",
    "offered": "waiting",
    "accepted": "accepted",
    "to_choose": "accepted",
    "shipped": "shipped",
    "in_delivery": "in_delivery",
    "received": "received",
    "lapsed": "lapsed",
    "withdrawn": "withdrawn",
    "declined": "declined",
    "expired": "not_taken_up",
    "cancelled": "cancelled",
}


class GivenMove(Struct, frozen=True):
    """One move that the giver may know of."""

    gift_id: GiftId
    state: GiftState
    day: date


class GiverStep(Struct, frozen=True):
    """One step of the gift and its day in Beijing."""

    state: GiverState
    day: date


def tomorrow_begins(now: datetime) -> datetime:
    """When the day that it is in Beijing is over, and its steps of delivery can be seen."""
    return today_began(now) + timedelta(days=1)


def today_began(now: datetime) -> datetime:
    """When the day that it is in Beijing began."""
    return datetime.combine(now.astimezone(BEIJING).date(), time(), BEIJING).astimezone(UTC)


def looks(state: GiftState) -> GiverState:
    """What the giver takes this state for."""
    return _SHOWN[state]


def steps(gift_id: GiftId, moves: Sequence[GivenMove]) -> list[GiverStep]:
    """The steps of one gift, of which the giver and those who helped to pay see the same; `moves` may be of several.

    Moves between states that look the same are no steps.
    """
    found: list[GiverStep] = []
    for move in moves:
        if move.gift_id == gift_id and not (found and found[-1].state == looks(move.state)):
            found.append(GiverStep(looks(move.state), move.day))
    return found
