"""Answer somebody who asks to join a group."""

from datetime import datetime

from kith import notices, people
from kith.chat import group as groups
from kith.chat import joiner as joiners
from kith.chat import room as rooms
from kith.chat.conversation import ConversationId
from kith.chat.group import RequestNotFound
from kith.chat.let_in import let_in
from kith.chat.policy import Policy
from kith.chat.take_group import take_group
from kith.kit.sql import Tx


async def answer_request(
    tx: Tx,
    policy: Policy,
    group_id: ConversationId,
    by: people.PersonId,
    person_id: people.PersonId,
    *,
    let: bool,
    now: datetime,
) -> None:
    """Let the person in, or not: then the group need not hear of the person for some days. The person is told.

    Raises, in this order, `GroupNotFound`, `RoleNeeded`, `RequestNotFound`, `TooManyGroups`, `GroupFull`.
    """
    await rooms.hold_person.one(tx, key=rooms.lock_key(person_id))
    held = await take_group(tx, policy, group_id, by, person_id)
    groups.runs(held.mine(by))
    joiner = await joiners.of.maybe(tx, group_id=group_id, person_id=person_id)
    if joiner is None or joiner.refused_at:
        raise RequestNotFound
    if let:
        await let_in(tx, policy, held, person_id, now=now)
    else:
        await joiners.refuse.run(tx, group_id=group_id, person_id=person_id, now=now)
    await notices.tell(tx, person_id, "group", group_id, now)
