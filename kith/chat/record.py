"""Write what was said."""

from kith import people
from kith.chat import conversation as conversations
from kith.chat import inbox as inboxes
from kith.chat import member as members
from kith.chat import message as messages
from kith.chat import writing as writings
from kith.chat.floor import Floor
from kith.chat.policy import Policy
from kith.kit import arrays, commit
from kith.kit.sql import Tx


class ChatBroken(Exception):
    """The database did not do what was decided under its locks. Never expected; the transaction must not commit."""


async def record(tx: Tx, policy: Policy, floor: Floor) -> None:
    """Messages, counters, read marks and lists in one go; those who listen are told after the commit."""
    changed = floor.changed()
    if not changed:
        return
    spoken = list(floor.spoken())
    latest = {row.conversation_id: row.sent_at for row in floor.said}
    messages.insert.send(tx, **messages.columns(floor.said))
    conversations.want_push.send(
        tx,
        conversation_ids=arrays.uuids(spoken),
        due_ats=arrays.moments([latest[one] + policy.push_delay for one in spoken]),
    )
    gone_on = conversations.go_on.send(tx, **conversations.columns(changed))
    members.join_pairs.send(tx, **members.joining(floor.joined))
    members.go_on.send(tx, day=people.day_of(floor.said[-1].sent_at), **members.steps(floor.went_on()))
    inboxes.move_up.send(tx, **inboxes.columns(floor.boxes))
    writings.write.send(tx, **writings.columns({one: floor.writings[one] for one in floor.counted}))
    if len(await gone_on.all()) != len(changed):
        raise ChatBroken
    for one, other in floor.met:
        await people.meet(tx, one, other, floor.said[-1].sent_at)
    for conversation in changed:
        commit.hint(tx, conversations.topic(conversation.conversation_id))
    for person_id in {person_id for person_id, _ in floor.boxes}:
        commit.hint(tx, conversations.inbox_topic(person_id))
