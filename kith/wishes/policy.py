"""The numbers of wishes, which an operator may change without code."""

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """Limits."""

    wishes: Count = 200
    """How many goods one person may wish for at a time."""
