"""What is said in the town: read from `talk.toml`."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from kith import chat
from kith.main.demo.names import named

_FILE = Path(__file__).with_name("talk.toml")


class Group(Struct, frozen=True):
    """A group that lives in a quarter, with so many members. A line begins with whose turn it is; `a` is the owner."""

    name: str
    topic: str
    quarter: str
    joining: str
    owner: str
    size: int
    lines: tuple[str, ...]
    more: tuple[str, ...]
    """What they go on with, over and over."""

    @property
    def group_id(self) -> chat.ConversationId:
        """Its id."""
        return chat.ConversationId(named(f"group:{self.name}"))


class Pair(Struct, frozen=True):
    """What two friends have said to each other."""

    who: tuple[str, str]
    lines: tuple[str, ...]


class Greeting(Struct, frozen=True):
    """What a stranger has written to somebody."""

    to: str
    lines: tuple[str, ...]


class Answers(Struct, frozen=True):
    """What people answer when somebody writes to them."""

    chinese: list[str]
    latin: list[str]


class Script(Struct, frozen=True):
    """All of it."""

    groups: list[Group]
    pairs: list[Pair]
    greetings: list[Greeting]
    answers: Answers


@cache
def script() -> Script:
    """What stands in the file."""
    return msgspec.convert(tomllib.loads(_FILE.read_text()), Script)


def turn(line: str) -> tuple[int, str]:
    """Whose turn a line is, counted from 0, and what is said."""
    who, _, body = line.partition(" ")
    return ord(who) - ord("a"), body
