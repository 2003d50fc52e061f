"""Tell who of some people has left."""

from collections.abc import Collection

from kith.kit import arrays
from kith.kit.sql import Tx
from kith.people import leaving
from kith.people.person import PersonId


async def who_left(tx: Tx, person_ids: Collection[PersonId]) -> set[PersonId]:
    """Those whose account is deleted: an id that leads to nobody."""
    return {PersonId(one) for one in await leaving.who_left.all(tx, person_ids=arrays.uuids(list(person_ids)))}
