"""Say what somebody may do in a group."""

from datetime import datetime

from kith import notices, people
from kith.chat import joiner as joiners
from kith.chat import room as rooms
from kith.chat.conversation import ConversationId
from kith.chat.group import RoleNeeded, TooManyOwnGroups
from kith.chat.member import Role
from kith.chat.policy import Policy
from kith.chat.record import record
from kith.chat.take_group import take_group
from kith.kit.sql import Tx


async def set_role(
    tx: Tx,
    policy: Policy,
    group_id: ConversationId,
    by: people.PersonId,
    person_id: people.PersonId,
    *,
    role: Role,
    now: datetime,
) -> None:
    """The owner makes somebody an admin or a plain member, or hands the group over and is an admin from then on.

    Raises, in this order, `people.NotYourself`, `GroupNotFound`, `MemberNotFound`, `RoleNeeded`, `TooManyOwnGroups`
    (of whom it is handed to).
    """
    if by == person_id:
        raise people.NotYourself
    await rooms.hold_person.one(tx, key=rooms.lock_key(person_id))
    held = await take_group(tx, policy, group_id, by, person_id)
    mine, other = held.mine(by), held.other(person_id)
    if mine.role != "owner":
        raise RoleNeeded
    if other.role == role:
        return
    if role == "owner":
        if await rooms.count_owned.one(tx, person_id=person_id) >= policy.groups_owned:
            raise TooManyOwnGroups(most=policy.groups_owned)
        await joiners.set_role.one(tx, group_id=group_id, person_id=by, role="admin")
        held.note(by, "handed_over", person_id, now)
    await joiners.set_role.one(tx, group_id=group_id, person_id=person_id, role=role)
    await record(tx, policy, held.floor)
    await notices.tell(tx, person_id, "group", group_id, now)
