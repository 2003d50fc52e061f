"""SQL as PostgreSQL takes it."""

import itertools
import re
from typing import LiteralString

from psycopg.adapt import PyFormat

_PLACEHOLDER = re.compile(r"%\((\w+)\)([sbt])|%%")
_FORMATS = {"s": PyFormat.AUTO, "b": PyFormat.BINARY, "t": PyFormat.TEXT}
_numbers = itertools.count(1)


class Prepared:
    """SQL with placeholders `%(name)s` as PostgreSQL takes it: numbered, and under one name for each kind of values."""

    def __init__(self, text: LiteralString) -> None:
        self.text: LiteralString = text
        self.order: list[str] = []
        self.formats: list[PyFormat] = []
        self.sql = _PLACEHOLDER.sub(self._number, text).encode()
        self._names: dict[tuple[int, ...], bytes] = {}

    def name(self, types: tuple[int, ...]) -> bytes:
        """The name under which it is prepared for values of these types, on every connection."""
        name = self._names.get(types)
        if name is None:
            name = self._names[types] = b"kith_%d" % next(_numbers)
        return name

    def _number(self, match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "%"
        if name not in self.order:
            self.order.append(name)
            self.formats.append(_FORMATS[match[2]])
        return f"${self.order.index(name) + 1}"
