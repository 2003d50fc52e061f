"""Let somebody go from a group that is held."""

from datetime import datetime

from kith import notices, people
from kith.chat import conversation as conversations
from kith.chat import group as groups
from kith.chat import inbox as inboxes
from kith.chat import joiner as joiners
from kith.chat.member import Member
from kith.chat.policy import Policy
from kith.chat.record import record
from kith.chat.take_group import Held
from kith.kit import commit
from kith.kit.sql import Tx

_ALL = 1_000_000


async def let_go(tx: Tx, policy: Policy, held: Held, member: Member, *, by: people.PersonId, now: datetime) -> None:
    """The person is no member any more, and the conversation says so. After an owner the longest an admin is in charge
    or, without one, the longest a member; when the last one goes, the group is gone.
    """
    group_id, person_id = held.group.conversation_id, member.person_id
    held.floor.members.pop((group_id, person_id))
    await joiners.go.one(tx, group_id=group_id, person_id=person_id)
    await inboxes.hide.run(tx, person_id=person_id, conversation_id=group_id)
    commit.hint(tx, conversations.inbox_topic(person_id))
    if not await groups.shrink.one(tx, group_id=group_id):
        await groups.unplace.run(tx, group_id=group_id)
        await joiners.drop_all.run(tx, group_id=group_id)
        return
    held.note(by, "left" if by == person_id else "removed", person_id, now)
    if member.role == "owner":
        everybody = {"after_rank": -1, "after_at": member.joined_at, "after_id": person_id, "limit": _ALL}
        heir = groups.heir(await joiners.members.all(tx, group_id=group_id, **everybody))
        assert heir
        await joiners.set_role.one(tx, group_id=group_id, person_id=heir.person_id, role="owner")
        held.note(by, "handed_over", heir.person_id, now)
        await notices.tell(tx, heir.person_id, "group", group_id, now)
    await record(tx, policy, held.floor)
