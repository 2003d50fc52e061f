"""Refusals: what Kith answers when it understands a request and will not do it.

Each is a class; its name is the stable code, its docstring the sentence a person reads. A verb raises it and the
transaction rolls back; `kit.web` turns it into an RFC 9457 problem.
"""

import re
from typing import ClassVar, Literal

Status = Literal[401, 403, 404, 409, 429, 503]

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Refusal(Exception):
    """The request cannot be done."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    detail: ClassVar[str] = "The request cannot be done."

    def __init__(self, **facts: str | int | bool) -> None:
        """`facts` go into the problem as members of their own; never personal data."""
        super().__init__(self.code)
        self.facts = facts

    def __init_subclass__(cls, status: Status = 409) -> None:
        super().__init_subclass__()
        cls.code = _BOUNDARY.sub("_", cls.__name__).lower()
        cls.status = status
        cls.detail = " ".join((cls.__doc__ or cls.code).split())
