"""The numbers of live talk, which an operator may change without code. Seconds are real time."""

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0)]


class LivePolicy(Struct, frozen=True):
    """How conversations are followed live, and how much one client may ask and have waiting."""

    clients: Count = 8
    """How many live clients one person may have at one server; the oldest gives way."""
    follows: Count = 200
    """How many conversations one client may follow."""
    frame_seconds: Seconds = 0.03
    """What comes within this time goes as one frame."""
    waiting_events: Count = 1_000
    """How many events may wait for a client that does not read."""
    waiting_bytes: Annotated[int, Meta(ge=500_000)] = 1_000_000
    """How many letters may wait for a client that does not read; more than fifty of the longest messages have."""
    command_bytes: Count = 32_768
    """The longest command, in bytes."""
    commands_a_second: Seconds = 20.0
    """How many commands a client may send, in the long run."""
    commands_at_once: Count = 300
    """How many commands a client may send at once after a pause."""
    typing_seconds: Seconds = 2.0
    """That somebody is typing is passed on no oftener."""
    list_seconds: Seconds = 0.25
    """A client is told what changed in its person's list no oftener."""
    list_length: Count = 100
    """How many conversations of a list are told live, those with the newest messages."""
    heartbeat_seconds: Seconds = 15.0
    """After so much silence the server shows that it lives, and asks the client to."""
    silence_seconds: Seconds = 60.0
    """A client that says nothing for so long has gone."""
    farewell_seconds: Seconds = 30.0
    """How long a client that is sent away has to read what was sent to it before its socket is closed."""
    recheck_seconds: Seconds = 60.0
    """How often it is asked whether the session still lives, should its end not have been heard of."""
    stream_seconds: Seconds = 3600.0
    """How long a stream goes on before the client has to open the next; a socket has no such end."""
