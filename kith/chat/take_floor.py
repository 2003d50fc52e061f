"""Take the floor in some conversations."""

from collections.abc import Collection

from kith import people
from kith.chat import conversation as conversations
from kith.chat import member as members
from kith.chat import message as messages
from kith.chat import writing as writings
from kith.chat.conversation import Conversation, ConversationId
from kith.chat.floor import Facts, Floor
from kith.chat.message import MessageId
from kith.chat.policy import Policy
from kith.kit import arrays
from kith.kit.sql import Tx

Named = tuple[ConversationId, people.PersonId, MessageId]


async def take_floor(tx: Tx, policy: Policy, named: Collection[Named]) -> Floor:
    """Hold the conversations until `tx` ends, and read what has to be known of them and of who wants to speak.

    `named` are those who want to, each with the id of the message. Conversations are held after everything else that a
    deed holds, but before events.
    """
    wanted = {conversation_id for conversation_id, _, _ in named}
    conversations.hold.send(tx, keys=conversations.lock_keys(wanted))
    standing = await conversations.by_ids.all(tx, conversation_ids=arrays.uuids(list(wanted)))
    asked = {(conversation_id, person_id) for conversation_id, person_id, _ in named}
    asked |= {(one.conversation_id, person_id) for one in standing for person_id in one.pair or ()}
    speakers = arrays.uuids(list({person_id for _, person_id, _ in named}))
    taking_part = members.some.send(tx, **members.columns(asked))
    earlier = messages.by_names.send(tx, **messages.named((one, name) for one, _, name in named))
    written = writings.some.send(tx, person_ids=speakers)
    shut = writings.friends_only.send(tx, person_ids=arrays.uuids(_all(standing)))
    return Floor(
        Facts(
            standing,
            await taking_part.all(),
            await earlier.all(),
            await people.between(tx, [one.pair for one in standing if one.pair]),
            frozenset(people.PersonId(one) for one in await shut.all()),
            await written.all(),
        ),
        policy,
    )


def _all(standing: Collection[Conversation]) -> list[people.PersonId]:
    return [person_id for one in standing for person_id in one.pair or ()]
