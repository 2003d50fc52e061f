"""Conversations over HTTP: saying something, reading, and the list of them."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from kith import media, people
from kith.chat.chat import Chat, Messages, ReadMark
from kith.chat.conversation import ConversationId, ConversationNotFound
from kith.chat.floor import FriendsMayWrite, GreetingUnanswered, saying_of
from kith.chat.group_routes import handlers as group_handlers
from kith.chat.hide import hide
from kith.chat.inbox import Unread
from kith.chat.list_chats import list_chats
from kith.chat.mark_read import mark_read
from kith.chat.member_routes import handlers as member_handlers
from kith.chat.message import Message, MessageDiffers, NewMessage, NothingSaid
from kith.chat.mute import mute
from kith.chat.open_chat import open_chat
from kith.chat.policy import Policy
from kith.chat.read_messages import read_messages
from kith.chat.see_picture import see_picture
from kith.chat.sending import Sending
from kith.chat.set_door import set_door
from kith.chat.show_chat import show_chat
from kith.chat.view_door import view_door
from kith.chat.view_unread import view_unread
from kith.chat.words import WordsNotAllowed
from kith.chat.writing import ChatDoor, TooManyGreetings, TooManyMessages
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, TryAgain, refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)
_MOST = (1 << 53) - 1
"""What every reader of JSON counts to exactly."""

Revision = Annotated[
    int | None, QueryParameter(ge=0, le=_MOST, description="what changed after it, the oldest change first")
]
Most = Annotated[int, QueryParameter(ge=1, le=100, description="how many messages at most")]
Seq = Annotated[int, Meta(ge=1, le=_MOST)]
Number = Annotated[int | None, QueryParameter(ge=1, le=_MOST, description="what was said before it, newest first")]


class Upto(Struct):
    """The number of the last message I have seen."""

    seq: Annotated[int, Meta(ge=0, le=_MOST)]


class Muting(Struct):
    """Whether I am not to be pushed for it."""

    muted: bool


@put(
    "/people/{person_id:uuid}/conversation",
    operation_id="openConversation",
    tags=["chat"],
    responses=refuses(*_WRITE, people.NotYourself, people.PersonNotFound),
)
async def with_person(person_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> Chat:
    """My conversation with somebody, who learns of it when I say something."""
    now = clock.now()
    async with parts[Database].transaction() as tx:
        return await open_chat(tx, parts[Policy], me.person_id, people.PersonId(person_id), now)


@get("/me/chats", operation_id="listChats", tags=["chat"], responses=refuses(*_READ, BadCursor))
async def chats(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[Chat]:
    """My conversations, those with the newest messages first."""
    async with parts[Database].transaction() as tx:
        return await list_chats(tx, parts[Policy], me.person_id, "chats", limit=limit, after=after, now=clock.now())


@get("/me/greetings", operation_id="listGreetings", tags=["chat"], responses=refuses(*_READ, BadCursor))
async def greetings(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[Chat]:
    """What people wrote to me whom I do not know. My answer moves it to the chats."""
    async with parts[Database].transaction() as tx:
        return await list_chats(tx, parts[Policy], me.person_id, "greetings", limit=limit, after=after, now=clock.now())


@get("/me/unread", operation_id="viewUnread", tags=["chat"], responses=refuses(*_READ))
async def unread(parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> Unread:
    """How many messages I have not read."""
    async with parts[Database].transaction() as tx:
        return await view_unread(tx, me.person_id)


@delete(
    "/me/chats/{conversation_id:uuid}",
    operation_id="hideChat",
    tags=["chat"],
    responses=refuses(*_WRITE, ConversationNotFound),
)
async def off_list(
    conversation_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> None:
    """Take a conversation off my list until something new is said in it."""
    async with parts[Database].transaction() as tx:
        await hide(tx, ConversationId(conversation_id), me.person_id)


@get("/me/chat-door", operation_id="viewChatDoor", tags=["chat"], responses=refuses(*_READ))
async def door(parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> ChatDoor:
    """Who may write to me."""
    async with parts[Database].transaction() as tx:
        return await view_door(tx, me.person_id)


@put("/me/chat-door", operation_id="setChatDoor", tags=["chat"], responses=refuses(*_WRITE))
async def new_door(data: JSONBody[ChatDoor], parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> ChatDoor:
    """Let everybody write to me, or friends only."""
    async with parts[Database].transaction() as tx:
        return await set_door(tx, me.person_id, data, clock.now())


@get(
    "/conversations/{conversation_id:uuid}",
    operation_id="viewConversation",
    tags=["chat"],
    responses=refuses(*_READ, ConversationNotFound),
)
async def conversation(
    conversation_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> Chat:
    """A conversation of mine."""
    async with parts[Database].transaction() as tx:
        return await show_chat(tx, parts[Policy], ConversationId(conversation_id), me.person_id, clock.now())


@get(
    "/conversations/{conversation_id:uuid}/messages",
    operation_id="listMessages",
    tags=["chat"],
    responses=refuses(*_READ, ConversationNotFound),
)
async def messages(
    conversation_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    *,
    most: Most = 50,
    since: Revision = None,
    before: Number = None,
) -> Messages:
    """The newest messages; those before a number; or all that changed after a revision, whatever `before` says."""
    async with parts[Database].transaction() as tx:
        return await read_messages(
            tx,
            parts[Policy],
            ConversationId(conversation_id),
            me.person_id,
            since=since,
            before=before,
            most=most,
            now=clock.now(),
        )


@post(
    "/conversations/{conversation_id:uuid}/messages",
    operation_id="sendMessage",
    tags=["chat"],
    responses=refuses(
        *_WRITE,
        ConversationNotFound,
        MessageDiffers,
        NothingSaid,
        media.PictureNotFound,
        people.PersonNotFound,
        WordsNotAllowed,
        FriendsMayWrite,
        GreetingUnanswered,
        TooManyGreetings,
        TooManyMessages,
        TryAgain,
    ),
)
async def message(
    conversation_id: FromPath[UUID],
    data: JSONBody[NewMessage],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> Message:
    """Say something. The same again is answered as the first time."""
    return await parts[Sending].do(saying_of(ConversationId(conversation_id), me.person_id, data, clock.now()))


@get(
    "/conversations/{conversation_id:uuid}/messages/{seq:int}/picture/{size:str}",
    operation_id="readMessagePicture",
    tags=["chat"],
    media_type="image/webp",
    responses=refuses(*_READ, media.PictureNotFound),
)
async def picture(
    request: AnyRequest,
    conversation_id: FromPath[UUID],
    seq: FromPath[Seq],
    size: FromPath[media.Size],
    *,
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> Response[bytes]:
    """The picture of a message as WebP, for the members of its conversation."""
    async with parts[Database].transaction() as tx:
        stored = await see_picture(tx, ConversationId(conversation_id), seq, me.person_id, clock.now())
    return await media.serve(request, parts[media.Shelf], stored, size, public=False)


@put(
    "/conversations/{conversation_id:uuid}/read-mark",
    operation_id="markRead",
    tags=["chat"],
    responses=refuses(*_WRITE, ConversationNotFound),
)
async def read_mark(
    conversation_id: FromPath[UUID],
    data: JSONBody[Upto],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> ReadMark:
    """I have read up to here. The other one of a pair who has my answer sees that."""
    async with parts[Database].transaction() as tx:
        return await mark_read(tx, ConversationId(conversation_id), me.person_id, data.seq)


@put(
    "/conversations/{conversation_id:uuid}/muting",
    operation_id="muteConversation",
    tags=["chat"],
    status_code=204,
    responses=refuses(*_WRITE, ConversationNotFound),
)
async def muting(
    conversation_id: FromPath[UUID],
    data: JSONBody[Muting],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> None:
    """Do not push me for what is said here, or do so again."""
    async with parts[Database].transaction() as tx:
        await mute(tx, ConversationId(conversation_id), me.person_id, muted=data.muted)


handlers = [
    with_person,
    chats,
    greetings,
    unread,
    off_list,
    door,
    new_door,
    conversation,
    messages,
    message,
    picture,
    read_mark,
    muting,
    *group_handlers,
    *member_handlers,
]
