"""Make a group."""

from datetime import datetime

from kith import people, places
from kith.chat import conversation as conversations
from kith.chat import group as groups
from kith.chat import member as members
from kith.chat import room as rooms
from kith.chat.conversation import ConversationId
from kith.chat.group import GroupDiffers, GroupView, NewGroup, TooManyOwnGroups
from kith.chat.let_in import let_in
from kith.chat.policy import Policy
from kith.chat.show_group import show_group
from kith.chat.take_group import take_group
from kith.kit import arrays
from kith.kit.sql import Tx


async def create_group(tx: Tx, policy: Policy, person_id: people.PersonId, asked: NewGroup, now: datetime) -> GroupView:
    """Make it, with the person as its owner and first member; made again, it is what it has become since.

    One that is to be found nearby stands in the part of town where the person is found now. Raises, in this order,
    `WordsNotAllowed`, `GroupDiffers` also for one that the person has left since, `TooManyOwnGroups`,
    `places.NearbyOff`, `places.YouAreInvisible`, `places.PositionUnknown`, `TooManyGroups`.
    """
    form = groups.fit(asked, policy)
    await rooms.hold_person.one(tx, key=rooms.lock_key(person_id))
    for first in await groups.by_ids.all(tx, group_ids=arrays.uuids([asked.group_id])):
        if first.made_as != form.name or not await _began(tx, asked.group_id, person_id):
            raise GroupDiffers
        return await show_group(tx, policy, asked.group_id, person_id, now)
    if await rooms.count_owned.one(tx, person_id=person_id) >= policy.groups_owned:
        raise TooManyOwnGroups(most=policy.groups_owned)
    cell = await places.standpoint(tx, person_id, now) if asked.nearby else None
    if not await conversations.add.run(
        tx, conversation_id=asked.group_id, kind="group", one_id=None, other_id=None, now=now
    ):
        raise GroupDiffers
    await groups.insert.run(
        tx,
        group_id=asked.group_id,
        name=form.name,
        topic=form.topic,
        joining=form.joining,
        cell=cell,
        now=now,
    )
    if cell is not None:
        await groups.place.run(tx, region=places.region(cell), group_id=asked.group_id, cell=cell)
    held = await take_group(tx, policy, asked.group_id, person_id)
    await let_in(tx, policy, held, person_id, role="owner", now=now)
    return await show_group(tx, policy, asked.group_id, person_id, now)


async def _began(tx: Tx, group_id: ConversationId, person_id: people.PersonId) -> bool:
    """Who made a group is not kept; as long as that person is in it, nobody else knows it from its first message on."""
    member = await members.one.maybe(tx, conversation_id=group_id, person_id=person_id)
    return member is not None and member.joined_seq == 0
