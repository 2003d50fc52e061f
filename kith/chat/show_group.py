"""Show the page of a group."""

from datetime import datetime

from kith import people, places
from kith.chat import group as groups
from kith.chat import joiner as joiners
from kith.chat import member as members
from kith.chat.conversation import ConversationId
from kith.chat.group import GroupNotFound, GroupView
from kith.chat.policy import Policy
from kith.kit import arrays
from kith.kit.sql import Tx


async def show_group(
    tx: Tx, policy: Policy, group_id: ConversationId, person_id: people.PersonId, now: datetime
) -> GroupView:
    """To anybody who has its id; what is said in it is for its members. Raises `GroupNotFound`."""
    for group in await groups.by_ids.all(tx, group_ids=arrays.uuids([group_id])):
        if group.members:
            member = await members.one.maybe(tx, conversation_id=group_id, person_id=person_id)
            joiner = await joiners.of.maybe(tx, group_id=group_id, person_id=person_id)
            outlook = await places.outlook(tx, person_id, now) if group.cell else None
            return groups.view(group, member, joiner, policy=policy, outlook=outlook)
    raise GroupNotFound
