"""The numbers and lists of chat, which an operator may change without code."""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """Limits, and what may not be said. A day is 24 hours."""

    greeting_messages: Count = 3
    """How many messages one may write to a stranger who has not answered."""
    greetings_a_day: Count = 20
    """To how many strangers one may write first in a day."""
    messages_a_minute: Count = 60
    """How many messages one may write in a minute, in all conversations together."""
    group_members: Count = 500
    """How many people a group has room for."""
    groups_owned: Count = 5
    """Of how many groups one may be the owner."""
    groups_joined: Count = 100
    """How many groups one may be in."""
    ask_again_days: Count = 7
    """How long a group that refused or removed somebody need not hear of it again."""
    asks_waiting: Count = 20
    """How many groups one may be waiting for to be let in."""
    push_seconds: Annotated[int, Meta(ge=0)] = 3
    """How long a message waits to be read before those who are away are pushed."""
    blocked_domains: tuple[str, ...] = ()
    """Links to these domains and all below them are shown as text."""
    blocked_words: tuple[str, ...] = ()
    """Messages with these words are refused, however they are written."""

    @property
    def ask_again(self) -> timedelta:
        """`ask_again_days` as a span."""
        return timedelta(days=self.ask_again_days)

    @property
    def push_delay(self) -> timedelta:
        """`push_seconds` as a span."""
        return timedelta(seconds=self.push_seconds)
