"""See what stands between the two of several pairs."""

from collections.abc import Sequence

from kith.kit import arrays
from kith.kit.sql import Tx
from kith.people import footing as footings
from kith.people.footing import Footing
from kith.people.person import PersonId


async def between(tx: Tx, pairs: Sequence[tuple[PersonId, PersonId]]) -> dict[tuple[PersonId, PersonId], Footing]:
    """What stands between each two, as it is now; it may change at any moment unless the pair is held."""
    if not pairs:
        return {}
    found = await footings.of.all(
        tx, ones=arrays.uuids([one for one, _ in pairs]), others=arrays.uuids([other for _, other in pairs])
    )
    return {(one.one_id, one.other_id): one for one in found}
