"""Show for how many groups a person has room."""

from kith import people
from kith.chat import room as rooms
from kith.chat.policy import Policy
from kith.chat.room import GroupRoom
from kith.kit.sql import Tx


async def view_group_room(tx: Tx, policy: Policy, person_id: people.PersonId) -> GroupRoom:
    """Before somebody fills in what would be refused."""
    owned = await rooms.count_owned.one(tx, person_id=person_id)
    joined = await rooms.count_mine.one(tx, person_id=person_id)
    return GroupRoom(owned, policy.groups_owned, joined, policy.groups_joined, policy.group_members)
