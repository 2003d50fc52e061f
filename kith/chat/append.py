"""Say things in conversations: the one entrance through which what people write comes in."""

from collections.abc import Sequence

from kith import media
from kith.chat import message as messages
from kith.chat.conversation import ConversationId
from kith.chat.floor import Saying
from kith.chat.message import Message, MessageId
from kith.chat.policy import Policy
from kith.chat.record import record
from kith.chat.take_floor import take_floor
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx


async def append(tx: Tx, policy: Policy, sayings: Sequence[Saying]) -> list[Message | Refusal]:
    """Say everything, in order; each gets its own message or refusal, and what is refused leaves no trace.

    The conversations are held in one order; who may say what is decided in memory (`Floor.say` tells the refusals) and
    all of it written at once. Two who have now both written to each other have met.
    """
    floor = await take_floor(tx, policy, {(one.conversation_id, one.sender_id, one.message_id) for one in sayings})
    floor.lost |= await _lost(tx, sayings)
    answers: list[Message | Refusal] = []
    for saying in sayings:
        try:
            answers.append(messages.shown(floor.say(saying), policy))
        except Refusal as refusal:
            answers.append(refusal)
    await record(tx, policy, floor)
    for row in floor.said:
        if row.kind == "photo" and row.ref:
            use = messages.picture_use(row.conversation_id, row.message_id)
            await media.hold(tx, row.ref, "message", use, now=row.sent_at)
    return answers


async def _lost(tx: Tx, sayings: Sequence[Saying]) -> set[tuple[ConversationId, MessageId]]:
    """Messages with a picture that their sender has not uploaded."""
    found: set[tuple[ConversationId, MessageId]] = set()
    for saying in sayings:
        if saying.kind == "photo" and saying.ref:
            try:
                await media.seek(tx, saying.ref, "upload", saying.sender_id, saying.said_at)
            except media.PictureNotFound:
                found.add((saying.conversation_id, saying.message_id))
    return found
