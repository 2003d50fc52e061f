"""The running parts of an installation, asked for by type: `parts[Database]`, `parts[Gateways]`.

`main.wiring` builds one; routes get it as the dependency `parts`, jobs from their context.
"""

from typing import TypeVar, cast

Part = TypeVar("Part")


class Parts:
    """A typed bag: exactly one value of each type."""

    def __init__(self, *values: object) -> None:
        self._values = {type(value): value for value in values}
        if len(self._values) != len(values):
            raise ValueError("two parts of one type")

    def __getitem__(self, kind: type[Part]) -> Part:
        return cast(Part, self._values[kind])
