"""List the people nearby."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx, together
from kith.places import neighbour as neighbours
from kith.places import whereabouts as rows
from kith.places.look_around import look_around
from kith.places.lookout import Lookout
from kith.places.neighbour import Around, Wanted


async def list_nearby(
    tx: Tx,
    secret: people.Secret,
    lookout: Lookout,
    person_id: people.PersonId,
    wanted: Wanted,
    *,
    after: str | None,
    limit: int,
    now: datetime,
) -> Around:
    """Find out from where the person looks, then who is around there, leaving out those kept apart from the person.

    It only reads, and needs no transaction. The later pages look from where the first one did. Raises `NearbyOff`,
    `YouAreInvisible`, `PositionUnknown`, and `BadCursor` after them.
    """
    mine, apart = await together(tx, rows.of.maybe(tx, person_id=person_id), people.apart(tx, person_id))
    cell = rows.viewpoint(mine, now)
    place = neighbours.place_of(secret, person_id, after, now) if after else neighbours.start(cell, now)
    found = await look_around(tx, lookout, place, wanted, hidden=[person_id, *apart], limit=limit + 1, now=now)
    page = found[:limit]
    cards = await people.tied_cards(tx, person_id, [row.person_id for row in page], now)
    shown = neighbours.shown(page, {card.person_id: card for card in cards}, now)
    if len(found) <= limit:
        return Around(shown, None, place.cell)
    return Around(shown, neighbours.marked(secret, person_id, neighbours.following(place, page[-1])), place.cell)
