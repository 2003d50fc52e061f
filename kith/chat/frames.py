"""What is said between a live client and the server, as JSON.

A frame of the server is a list of events; a frame of the client is one command. Each has its name in `type`. A client
follows conversations, each after the last revision that it knows. The `messages` of one conversation then follow each
other: the `after` of each is the `revision` of the one before, and a client that finds it greater follows again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from kith import people
from kith.chat.conversation import ConversationId
from kith.chat.inbox import Unread
from kith.chat.message import Message, NewMessage
from kith.chat.place import Place
from kith.kit.web import Problem

Revision = Annotated[int, Meta(ge=0, le=(1 << 63) - 1)]
Number = Annotated[int, Meta(ge=0, le=(1 << 31) - 1)]
Why = Literal[
    "refused", "signed_out", "displaced", "slow", "too_fast", "too_large", "silent", "stopping", "over", "broken"
]


class Ready(Struct, frozen=True, tag="ready"):
    """The first event: the time of the installation, and how many seconds may pass until the next event."""

    now: datetime
    heartbeat_seconds: float


class News(Struct, frozen=True, tag="messages"):
    """What changed in a conversation after revision `after` and up to `revision`, in the order in which it did."""

    conversation_id: ConversationId
    after: int
    revision: int
    items: list[Message]
    people: list[people.Card]
    """Who wrote them, and whom notices are about."""


class Typing(Struct, frozen=True, tag="typing"):
    """Somebody is writing something at this moment."""

    conversation_id: ConversationId
    person_id: people.PersonId


class Progress(Struct, frozen=True, tag="progress"):
    """How far what a card shows has come, as of an envelope so many shares. It is told a few times a second at most,
    and of several steps only the last.
    """

    conversation_id: ConversationId
    ref: UUID
    step: int


class Read(Struct, frozen=True, tag="read"):
    """How far one of a pair has read."""

    conversation_id: ConversationId
    person_id: people.PersonId
    read_seq: int


class Listed(Struct, frozen=True, tag="list"):
    """What is new in my list: first all of it, or its newest part, then what changed. A group's new messages do not
    change it: who follows the group counts them.
    """

    unread: Unread
    items: list[Place]


class Ended(Struct, frozen=True, tag="ended"):
    """I am not, or no longer, a member of this conversation, and follow it no more."""

    conversation_id: ConversationId


class Done(Struct, frozen=True, tag="done"):
    """Command number `n` is done; the message, if it was one."""

    n: int
    message: Message | None = None


class Refused(Struct, frozen=True, tag="refused"):
    """Command number `n` was refused, and changed nothing."""

    n: int
    problem: Problem


class Beat(Struct, frozen=True, tag="beat"):
    """The server lives. Answer with `beat`."""


class Bye(Struct, frozen=True, tag="bye"):
    """The last event. `resume` has the revision up to which each followed conversation was sent."""

    why: Why
    resume: dict[str, int]
    problem: Problem | None = None


Event = Ready | News | Typing | Progress | Read | Listed | Ended | Done | Refused | Beat | Bye


class Follow(Struct, frozen=True, tag="follow", kw_only=True):
    """Hear what is said in a conversation, after a revision or from now on."""

    n: Number = 0
    conversation_id: UUID
    after: Revision | None = None


class Unfollow(Struct, frozen=True, tag="unfollow", kw_only=True):
    """Hear no more of a conversation."""

    n: Number = 0
    conversation_id: UUID


class Say(NewMessage, frozen=True, tag="say", kw_only=True):
    """Say something: exactly as over HTTP. The same again is answered as the first time."""

    n: Number = 0
    conversation_id: UUID


class MarkRead(Struct, frozen=True, tag="read", kw_only=True):
    """I have read up to message number `seq`."""

    n: Number = 0
    conversation_id: UUID
    seq: Revision


class Type(Struct, frozen=True, tag="typing", kw_only=True):
    """I am writing something at this moment. Nobody hears more of it than that, and no oftener than policy allows."""

    n: Number = 0
    conversation_id: UUID


class Alive(Struct, frozen=True, tag="beat", kw_only=True):
    """The client lives: the answer to `beat`."""

    n: Number = 0


Command = Follow | Unfollow | Say | MarkRead | Type | Alive


class _Numbered(Struct):
    n: Number = 0


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)


def encode(event: Event) -> str:
    """An event as text, for one client or for many."""
    return _encoder.encode(event).decode()


def decode(text: str | bytes) -> Command:
    """A command. Raises `msgspec.ValidationError` and `msgspec.DecodeError`."""
    return _decoder.decode(text)


def number(text: str | bytes) -> int:
    """The `n` of what is no command, as far as it can be made out."""
    try:
        return msgspec.json.decode(text, type=_Numbered).n
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return 0


def frame(events: Sequence[str]) -> str:
    """Events as the text of one frame."""
    return f"[{','.join(events)}]"


def points(text: str) -> dict[ConversationId, int | None]:
    """What to follow, and after which revision: ids, each with `:revision` or without, separated by commas.

    Raises `ValueError`.
    """
    found: dict[ConversationId, int | None] = {}
    for word in filter(None, text.split(",")):
        name, _, number = word.partition(":")
        after = int(number) if number else None
        if after is not None and not 0 <= after < 1 << 63:
            raise ValueError(number)
        found[ConversationId(UUID(name))] = after
    return found


def written(resume: Mapping[ConversationId, int]) -> str:
    """The same as text."""
    return ",".join(f"{name}:{revision}" for name, revision in resume.items())
