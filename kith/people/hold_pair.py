"""Keep what is between two people as it is."""

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.person import PersonId


async def hold_pair(tx: Tx, one: PersonId, other: PersonId) -> None:
    """Until this transaction ends, nobody else follows, unfollows, blocks or unblocks between these two, and neither
    leaves.

    A verb that relies on a tie (only friends may give) takes it before it asks, and before any other lock.
    """
    keys = {"one": ties.person_key(one), "other": ties.person_key(other)}
    ties.hold.send(tx, **keys, key=ties.pair_key(one, other))
