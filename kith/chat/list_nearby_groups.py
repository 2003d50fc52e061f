"""List the groups around a person."""

from datetime import UTC, datetime
from uuid import UUID

from kith import people, places
from kith.chat import group as groups
from kith.chat import joiner as joiners
from kith.chat import member as members
from kith.chat.group import Found, GroupView
from kith.chat.policy import Policy
from kith.kit import arrays
from kith.kit.page import Page, cursor, key
from kith.kit.sql import Tx

Key = tuple[int, datetime, UUID]
_FIRST: Key = (0, datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1))


async def list_nearby_groups(
    tx: Tx, policy: Policy, person_id: people.PersonId, *, limit: int, after: str | None, now: datetime
) -> Page[GroupView]:
    """By the distance band of the areas where they stand, in a band the newest first.

    Not those that somebody is in charge of who is kept apart from the person, unless the person is in them.

    Raises `places.NearbyOff`, `places.YouAreInvisible`, `places.PositionUnknown`, and `BadCursor`.
    """
    cell = await places.viewpoint(tx, person_id, now)
    start = key(after, Key) or _FIRST
    around = await groups.around.all(tx, regions=places.regions(cell))
    strange = await _strange(tx, person_id, around)
    known: list[tuple[places.Band, Found]] = []
    for one in around:
        band = places.band_between(cell, one.cell)
        if band and one.conversation_id not in strange and _place(band, one) > _order(start):
            known.append((band, one))
    page = sorted(known, key=lambda each: _place(*each))[:limit]
    named = [one.conversation_id for _, one in page]
    rows = {row.conversation_id: row for row in await groups.by_ids.all(tx, group_ids=arrays.uuids(named))}
    mine = await members.some.all(tx, **members.columns((name, person_id) for name in named))
    standing = {one.conversation_id: one for one in mine}
    shown = [
        groups.view(
            rows[one.conversation_id],
            standing.get(one.conversation_id),
            await joiners.of.maybe(tx, group_id=one.conversation_id, person_id=person_id),
            policy=policy,
            outlook=cell,
        )
        for _, one in page
    ]
    last = page[-1] if len(page) == limit else None
    return Page(shown, cursor(last[0], last[1].made_at, last[1].conversation_id) if last else None)


async def _strange(tx: Tx, person_id: people.PersonId, around: list[Found]) -> set[UUID]:
    apart = await people.apart(tx, person_id)
    if not apart:
        return set()
    named = arrays.uuids([one.conversation_id for one in around])
    return set(await groups.strange.all(tx, person_id=person_id, group_ids=named, owners=arrays.uuids(apart)))


def _place(band: int, one: Found) -> tuple[int, float, int]:
    return _order((band, one.made_at, one.conversation_id))


def _order(place: Key) -> tuple[int, float, int]:
    band, made_at, group_id = place
    return band, -made_at.timestamp(), -group_id.int
