"""Change what a group says of itself."""

from datetime import datetime

from kith import people
from kith.chat import group as groups
from kith.chat.conversation import ConversationId
from kith.chat.group import GroupForm, GroupView
from kith.chat.policy import Policy
from kith.chat.record import record
from kith.chat.show_group import show_group
from kith.chat.take_group import take_group
from kith.kit.sql import Tx


async def change_group(
    tx: Tx, policy: Policy, group_id: ConversationId, person_id: people.PersonId, form: GroupForm, *, now: datetime
) -> GroupView:
    """Its name, its topic, who may join. The conversation says that it was renamed.

    Raises, in this order, `GroupNotFound`, `RoleNeeded`, `WordsNotAllowed`.
    """
    held = await take_group(tx, policy, group_id, person_id)
    groups.runs(held.mine(person_id))
    wanted = groups.fit(form, policy)
    await groups.change.run(tx, group_id=group_id, name=wanted.name, topic=wanted.topic, joining=wanted.joining)
    if wanted.name != held.group.name:
        held.note(person_id, "renamed", person_id, now)
        await record(tx, policy, held.floor)
    return await show_group(tx, policy, group_id, person_id, now)
