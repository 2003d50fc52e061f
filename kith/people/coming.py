"""Coming: what others want to know of somebody who joins, and of somebody who is here again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from kith.kit.sql import Tx
from kith.people.session import Me

InviteCode = Annotated[
    str, Meta(max_length=40, pattern=r"^[^\x00]*$", description="of the link by which somebody came; else empty")
]


@dataclass(frozen=True)
class Coming:
    """What the capabilities above do when somebody comes, in the same transaction and in this order.

    `joined` is called once, with the code of the invitation that brought the person, which may be any text. `seen` is
    called when somebody signs in again, and at most once an hour while a session is used.
    """

    joined: tuple[Callable[[Tx, Me, str, datetime], Awaitable[None]], ...] = ()
    seen: tuple[Callable[[Tx, Me, datetime], Awaitable[None]], ...] = ()
