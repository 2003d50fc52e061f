"""Remove somebody from a group."""

from datetime import datetime

from kith import notices, people
from kith.chat import group as groups
from kith.chat import joiner as joiners
from kith.chat.conversation import ConversationId
from kith.chat.let_go import let_go
from kith.chat.policy import Policy
from kith.chat.take_group import take_group
from kith.kit.sql import Tx


async def remove_member(
    tx: Tx,
    policy: Policy,
    group_id: ConversationId,
    by: people.PersonId,
    person_id: people.PersonId,
    *,
    now: datetime,
) -> None:
    """The person reads and writes nothing more in it, and cannot come back for some days.

    Raises, in this order, `people.NotYourself`, `GroupNotFound`, `MemberNotFound`, `RoleNeeded`.
    """
    if by == person_id:
        raise people.NotYourself
    held = await take_group(tx, policy, group_id, by, person_id)
    mine, other = held.mine(by), held.other(person_id)
    groups.may_remove(mine, other)
    await let_go(tx, policy, held, other, by=by, now=now)
    await joiners.refuse.run(tx, group_id=group_id, person_id=person_id, now=now)
    await notices.tell(tx, person_id, "group", group_id, now)
