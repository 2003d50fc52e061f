"""Do what a live client asks, but for what it says (`Speaking`)."""

from collections.abc import Callable
from datetime import datetime

from kith.chat import conversation as conversations
from kith.chat.channels import Channels
from kith.chat.conversation import ConversationId
from kith.chat.frames import Done, Follow, MarkRead, Refused, Type, Unfollow
from kith.chat.listener import Listener
from kith.chat.mark_read import mark_read
from kith.chat.may_type import may_type
from kith.chat.speaking import problem_with
from kith.kit.hub import Hub
from kith.kit.sql import Database


async def heed(
    db: Database,
    hub: Hub,
    channels: Channels,
    *,
    listener: Listener,
    command: Follow | Unfollow | MarkRead | Type,
    time: Callable[[], datetime],
) -> None:
    """Do it, and tell the client `done` or `refused`, with the problem that HTTP would answer with.

    What is only a hint is not answered.
    """
    try:
        match command:
            case Type():
                await _typing(db, hub, listener, ConversationId(command.conversation_id))
                return
            case Follow():
                await channels.follow(listener, ConversationId(command.conversation_id), command.after)
            case Unfollow():
                channels.unfollow(listener, ConversationId(command.conversation_id))
            case MarkRead():
                async with db.transaction() as tx:
                    await mark_read(tx, ConversationId(command.conversation_id), listener.person_id, command.seq)
    except Exception as error:
        listener.tell(Refused(command.n, problem_with(error)))
    else:
        listener.tell(Done(command.n))


async def _typing(db: Database, hub: Hub, listener: Listener, conversation_id: ConversationId) -> None:
    if not listener.may_type(conversation_id):
        return
    async with db.connection() as connection:
        allowed = await may_type(connection, conversation_id, listener.person_id)
    if allowed:
        hub.publish([f"{conversations.typing_topic(conversation_id)} {listener.person_id}"])
