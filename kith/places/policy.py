"""The numbers of nearby, which an operator may change without code."""

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """Limits."""

    forget_hours: Count = 72
    """How long a position is kept that no other has replaced."""
    fastest_kmh: Count = 1_000
    """Who moved faster than this is left where he or she was."""
    positions_a_minute: Count = 12
    """Positions that one person may send in a minute."""
    positions_a_minute_device: Count = 6
    """Positions that one device may send in a minute."""
    looks_a_minute: Count = 60
    """Pages of people nearby that one person may ask for in a minute."""
    looks_a_minute_device: Count = 40
    """Pages of people nearby that one device may ask for in a minute."""
    search_by_region: bool = False
    """Each region is searched by a statement of its own: for a database that has them on several nodes."""
