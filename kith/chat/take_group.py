"""Hold a group, to change something of it."""

from datetime import datetime

from msgspec import Struct

from kith import people
from kith.chat import group as groups
from kith.chat.conversation import ConversationId
from kith.chat.floor import Floor, Saying
from kith.chat.group import Group, GroupNotFound, MemberNotFound
from kith.chat.member import Member
from kith.chat.message import MessageId, Notice
from kith.chat.policy import Policy
from kith.chat.take_floor import take_floor
from kith.kit import arrays, ids
from kith.kit.sql import Tx


class Held(Struct, frozen=True):
    """A group that is held, and its conversation."""

    group: Group
    floor: Floor

    def find(self, person_id: people.PersonId) -> Member | None:
        """Somebody's row, of those whom it was held for; None for who is no member."""
        return self.floor.members.get((self.group.conversation_id, person_id))

    def mine(self, person_id: people.PersonId) -> Member:
        """The row of whoever acts. Raises `GroupNotFound`."""
        member = self.find(person_id)
        if member is None:
            raise GroupNotFound
        return member

    def other(self, person_id: people.PersonId) -> Member:
        """The row of whom it is done to. Raises `MemberNotFound`."""
        member = self.find(person_id)
        if member is None:
            raise MemberNotFound
        return member

    def note(self, by: people.PersonId, what: Notice, about: people.PersonId, now: datetime) -> int:
        """Note in the conversation what was done; the number of that message."""
        name = MessageId(ids.new(now))
        saying = Saying(self.group.conversation_id, by, name, what, now, kind="notice", ref=str(about))
        return self.floor.post(saying).seq


async def take_group(tx: Tx, policy: Policy, group_id: ConversationId, *person_ids: people.PersonId) -> Held:
    """Hold the group until `tx` ends, with the rows of these people in it. Raises `GroupNotFound`."""
    nothing = MessageId(group_id)
    floor = await take_floor(tx, policy, {(group_id, person_id, nothing) for person_id in person_ids})
    for group in await groups.by_ids.all(tx, group_ids=arrays.uuids([group_id])):
        return Held(group, floor)
    raise GroupNotFound
