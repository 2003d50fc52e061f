"""Keep what is between one person and several others as it is."""

from collections.abc import Iterable

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.hold_pair import hold_pair
from kith.people.person import PersonId


async def hold_pairs(tx: Tx, one: PersonId, others: Iterable[PersonId]) -> None:
    """As `hold_pair` for each, in one order, so that nobody waits for another in a circle."""
    for other in sorted({*others}, key=lambda other: ties.pair_key(one, other)):
        await hold_pair(tx, one, other)
