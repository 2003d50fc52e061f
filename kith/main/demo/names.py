"""The ids of everything in the town: derived from what a thing is, so that building it again finds it."""

from uuid import UUID

from kith.kit import ids

_TOWN = UUID("0190d0de-0000-7000-8000-00000000701f")


def named(what: str) -> UUID:
    """The id of a thing of the town."""
    return ids.derived(_TOWN, what)
