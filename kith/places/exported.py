"""What places keep of a person, as files of an export."""

from datetime import datetime

from msgspec import Struct

from kith import people
from kith.kit import geo
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.places import whereabouts as rows


class NearbyCopy(Struct, frozen=True):
    """What was chosen, and the area in which one is believed to be; nothing more exact is known."""

    sharing: bool
    invisible: bool
    hides_distance: bool
    h3_cell: str | None
    lat: float | None
    lng: float | None
    fixed_at: datetime | None


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    return (people.Part("places/nearby", "附近的人", "people nearby", _nearby),)


async def _nearby(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[NearbyCopy]:
    del after, now
    row = await rows.of.maybe(tx, person_id=person_id)
    if row is None:
        return Page([], None)
    cell = geo.written(row.cell) if row.cell is not None else None
    lat, lng = geo.middle(row.cell) if row.cell is not None else (None, None)
    chosen = row.sharing, row.invisible, row.hides_distance
    return Page([NearbyCopy(*chosen, cell, lat, lng, row.fixed_at)], None)
