"""Do what a live client asks."""

from collections.abc import Callable
from datetime import datetime

import psycopg

from kith import people
from kith.chat import conversation as conversations
from kith.chat.channels import Channels
from kith.chat.conversation import ConversationId
from kith.chat.floor import saying_of
from kith.chat.frames import Alive, Command, Done, Follow, MarkRead, Refused, Say, Type, Unfollow
from kith.chat.listener import Listener
from kith.chat.mark_read import mark_read
from kith.chat.may_type import may_type
from kith.chat.message import Message
from kith.chat.sending import Sending
from kith.kit.hub import Hub
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.kit.web import TryAgain, problem_of


async def heed(
    db: Database,
    hub: Hub,
    channels: Channels,
    sending: Sending,
    *,
    listener: Listener,
    command: Command,
    time: Callable[[], datetime],
) -> None:
    """Do it, and tell the client `done` or `refused`, with the problem that HTTP would answer with.

    What is only a hint is not answered.
    """
    try:
        match command:
            case Alive():
                return
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
            case Say():
                message = await _say(sending, listener.person_id, command, time())
                listener.tell(Done(command.n, message))
                return
    except Refusal as refusal:
        listener.tell(Refused(command.n, problem_of(refusal)))
    except psycopg.OperationalError:
        listener.tell(Refused(command.n, problem_of(TryAgain(retry_after=1))))
    else:
        listener.tell(Done(command.n))


async def _say(sending: Sending, person_id: people.PersonId, said: Say, now: datetime) -> Message:
    return await sending.do(saying_of(ConversationId(said.conversation_id), person_id, said, now))


async def _typing(db: Database, hub: Hub, listener: Listener, conversation_id: ConversationId) -> None:
    if not listener.may_type(conversation_id):
        return
    async with db.connection() as connection:
        allowed = await may_type(connection, conversation_id, listener.person_id)
    if allowed:
        hub.publish([f"{conversations.typing_topic(conversation_id)} {listener.person_id}"])
