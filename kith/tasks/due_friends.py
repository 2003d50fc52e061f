"""Find out for which friends somebody can be rewarded."""

from kith import people
from kith.kit.sql import Tx
from kith.tasks import invited as inviteds
from kith.tasks.invited import Invited
from kith.tasks.programme import Programme


async def due_friends(tx: Tx, programme: Programme, person_id: people.PersonId) -> list[Invited]:
    """Friends who came while the programme ran and stayed, for whom there was no reward yet, the first first.

    Nobody who is gone, from whom a block keeps the person apart, or who shares a device with the person.
    """
    found = await inviteds.due.all(tx, inviter_id=person_id, since=programme.starts_at)
    if not found:
        return []
    apart = await people.between(tx, [(person_id, one.person_id) for one in found])
    linked = await people.linked(tx, {person_id, *(one.person_id for one in found)})
    return [
        one
        for one in found
        if not apart[person_id, one.person_id].apart and frozenset((person_id, one.person_id)) not in linked
    ]
