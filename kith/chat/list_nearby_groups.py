"""List the groups around a person."""

from datetime import UTC, datetime
from uuid import UUID

from kith import people, places
from kith.chat import group as groups
from kith.chat import joiner as joiners
from kith.chat import member as members
from kith.chat.group import Found, NearbyGroup
from kith.kit import arrays
from kith.kit.page import Page, cursor, key
from kith.kit.sql import Tx

Key = tuple[int, datetime, UUID]
_FIRST: Key = (0, datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1))


async def list_nearby_groups(
    tx: Tx, person_id: people.PersonId, *, limit: int, after: str | None, now: datetime
) -> Page[NearbyGroup]:
    """By the distance band of their noised cells, in a band the newest first; not those of people kept apart.

    Raises `places.NearbyOff`, `places.YouAreInvisible`, `places.PositionUnknown`, and `BadCursor`.
    """
    cell = await places.viewpoint(tx, person_id, now)
    start = key(after, Key) or _FIRST
    hidden = await people.apart(tx, person_id)
    around = await groups.around.all(tx, regions=places.regions(cell), hidden=hidden)
    known: list[tuple[places.Band, Found]] = []
    for one in around:
        band = places.band_between(cell, places.Cell(one.cell))
        if band and _place(band, one) > _order(start):
            known.append((band, one))
    page = sorted(known, key=lambda each: _place(*each))[:limit]
    named = [one.conversation_id for _, one in page]
    rows = {row.conversation_id: row for row in await groups.by_ids.all(tx, group_ids=arrays.uuids(named))}
    mine = await members.some.all(tx, **members.columns((name, person_id) for name in named))
    standing = {one.conversation_id: one for one in mine}
    shown = [
        NearbyGroup(
            groups.view(
                rows[one.conversation_id],
                standing.get(one.conversation_id),
                await joiners.of.maybe(tx, group_id=one.conversation_id, person_id=person_id),
            ),
            band,
        )
        for band, one in page
    ]
    last = page[-1] if len(page) == limit else None
    return Page(shown, cursor(last[0], last[1].made_at, last[1].conversation_id) if last else None)


def _place(band: int, one: Found) -> tuple[int, float, int]:
    return _order((band, one.made_at, one.conversation_id))


def _order(place: Key) -> tuple[int, float, int]:
    band, made_at, group_id = place
    return band, -made_at.timestamp(), -group_id.int
