"""Ask which of some people sign in on a device together."""

from collections.abc import Collection

from kith.kit.sql import Tx
from kith.people import session as sessions
from kith.people.person import PersonId


async def linked(tx: Tx, person_ids: Collection[PersonId]) -> set[frozenset[PersonId]]:
    """Every two of them who are signed in on one device now."""
    pairs = await sessions.on_one_device.all(tx, person_ids=sorted(person_ids))
    return {frozenset((PersonId(pair.one_id), PersonId(pair.other_id))) for pair in pairs}
