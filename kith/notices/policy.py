"""The numbers of notices, which an operator may change without code."""

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """How long events are kept, and how their streams are served. Seconds of streams are real time."""

    keep_days: Count = 7
    """How long an event is kept."""
    streams: Count = 8
    """How many streams one person may have open at one server; the oldest gives way."""
    heartbeat_seconds: Annotated[float, Meta(gt=0)] = 15.0
    """After so much silence a stream shows that it lives."""
    recheck_seconds: Annotated[float, Meta(gt=0)] = 60.0
    """How often a stream asks whether its session still lives, should it not have heard of its end."""
    stream_seconds: Annotated[float, Meta(gt=0)] = 3600.0
    """How long one stream goes on before the client has to open the next."""
