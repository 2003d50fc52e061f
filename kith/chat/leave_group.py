"""Leave a group, or take back the wish to join it."""

from datetime import datetime

from kith import people
from kith.chat import joiner as joiners
from kith.chat.conversation import ConversationId
from kith.chat.let_go import let_go
from kith.chat.policy import Policy
from kith.chat.take_group import take_group
from kith.kit.sql import Tx


async def leave_group(
    tx: Tx, policy: Policy, group_id: ConversationId, person_id: people.PersonId, now: datetime
) -> None:
    """Leaving twice is leaving once. An owner is followed by an admin or a member. Raises `GroupNotFound`."""
    held = await take_group(tx, policy, group_id, person_id)
    member = held.find(person_id)
    if member:
        await let_go(tx, policy, held, member, by=person_id, now=now)
        return
    joiner = await joiners.of.maybe(tx, group_id=group_id, person_id=person_id)
    if joiner and not joiner.refused_at:
        await joiners.drop.run(tx, group_id=group_id, person_id=person_id)
