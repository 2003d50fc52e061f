"""Join a group, or ask to."""

from datetime import datetime

from kith import notices, people
from kith.chat import group as groups
from kith.chat import joiner as joiners
from kith.chat import room as rooms
from kith.chat.conversation import ConversationId
from kith.chat.group import GroupNotFound, GroupView, TooManyJoinRequests
from kith.chat.let_in import let_in
from kith.chat.policy import Policy
from kith.chat.show_group import show_group
from kith.chat.take_group import take_group
from kith.chat.words import check_words
from kith.kit.sql import Tx


async def join_group(
    tx: Tx, policy: Policy, group_id: ConversationId, person_id: people.PersonId, text: str, *, now: datetime
) -> GroupView:
    """Into an open group at once; any other is asked, and those who run it are told.

    Joining twice is joining once, and asking again changes the words. Raises, in this order, `GroupNotFound`,
    `NotLetIn`, `WordsNotAllowed`, `TooManyJoinRequests`, `TooManyGroups`, `GroupFull`.
    """
    await rooms.hold_person.one(tx, key=rooms.lock_key(person_id))
    held = await take_group(tx, policy, group_id, person_id)
    if not held.group.members:
        raise GroupNotFound
    if held.find(person_id):
        return await show_group(tx, policy, group_id, person_id, now)
    joiner = await joiners.of.maybe(tx, group_id=group_id, person_id=person_id)
    groups.may_ask(joiner, policy, now)
    if held.group.joining == "open":
        await let_in(tx, policy, held, person_id, now=now)
        return await show_group(tx, policy, group_id, person_id, now)
    check_words(text, policy)
    waiting = await joiners.count_waiting.one(tx, person_id=person_id)
    if (joiner is None or joiner.refused_at) and waiting >= policy.asks_waiting:
        raise TooManyJoinRequests(most=policy.asks_waiting)
    await joiners.ask.run(tx, group_id=group_id, person_id=person_id, text=text.strip(), now=now)
    for runner in await joiners.runners.all(tx, group_id=group_id):
        await notices.tell(tx, people.PersonId(runner), "group", group_id, now)
    return await show_group(tx, policy, group_id, person_id, now)
