"""Let somebody into a group."""

from datetime import datetime

from kith import people
from kith.chat import conversation as conversations
from kith.chat import group as groups
from kith.chat import inbox as inboxes
from kith.chat import joiner as joiners
from kith.chat import room as rooms
from kith.chat.group import GroupFull, TooManyGroups
from kith.chat.member import Role
from kith.chat.policy import Policy
from kith.chat.record import record
from kith.chat.take_group import Held
from kith.kit import commit
from kith.kit.sql import Tx


async def let_in(
    tx: Tx, policy: Policy, held: Held, person_id: people.PersonId, *, role: Role = "member", now: datetime
) -> None:
    """The person is a member from the next message on, which says so. Raises `TooManyGroups`, `GroupFull`.

    The person's groups are held, so that they can be counted.
    """
    group_id = held.group.conversation_id
    if await rooms.count_mine.one(tx, person_id=person_id) >= policy.groups_joined:
        raise TooManyGroups(most=policy.groups_joined)
    if role == "member" and await groups.grow.maybe(tx, group_id=group_id, most=policy.group_members) is None:
        raise GroupFull(most=policy.group_members)
    seq = held.note(person_id, "created" if role == "owner" else "joined", person_id, now)
    one = {"group_id": group_id, "person_id": person_id}
    await joiners.enter.run(tx, **one, role=role, joined_seq=seq - 1, read_seq=seq, now=now)
    await joiners.drop.run(tx, **one)
    await inboxes.put.run(tx, conversation_id=group_id, person_id=person_id, kind="group", now=now)
    await record(tx, policy, held.floor)
    commit.hint(tx, conversations.inbox_topic(person_id))
