"""A position as a device sends it, of which nothing but the cell outlives its own decoding."""

from datetime import datetime
from typing import Annotated, cast

from msgspec import Meta, Struct

from kith import people
from kith.kit import geo
from kith.kit.geo import Cell


class Position(Struct, dict=True):
    """Where a device is, in degrees (WGS 84). It becomes a cell of about 0.7 km² at once and is not kept."""

    lat: Annotated[float, Meta(ge=-90, le=90, description="latitude")]
    lng: Annotated[float, Meta(ge=-180, le=180, description="longitude")]

    def __post_init__(self) -> None:
        vars(self)["cell"] = geo.snap(self.lat, self.lng)
        self.lat = self.lng = 0.0

    @property
    def cell(self) -> Cell:
        """Where it lies: the only thing left of it."""
        return cast("Cell", vars(self)["cell"])


class Fix(Struct, frozen=True):
    """Somebody was in this cell, the true one, at this moment. It is never written down."""

    person_id: people.PersonId
    cell: Cell
    at: datetime


class Placed(Struct, frozen=True):
    """A position of this person is kept, and is forgotten at `until_at` at the latest unless another comes."""

    until_at: datetime
    believed: bool
    """It is the one that was sent; false where nobody can have come so far since the one before, which is then kept."""
