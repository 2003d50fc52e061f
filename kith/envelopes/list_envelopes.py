"""List the envelopes that a person sent, or of which a person took a share."""

from datetime import UTC, datetime

from kith import people
from kith.envelopes import envelope as envelopes
from kith.envelopes import envelope_view as views
from kith.envelopes import share as shares
from kith.envelopes.envelope_view import EnvelopeLine
from kith.envelopes.share import Side
from kith.kit import arrays
from kith.kit import page as pages
from kith.kit.page import TOP, Newest, Page
from kith.kit.sql import Tx, together

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


async def list_envelopes(
    tx: Tx,
    person_id: people.PersonId,
    side: Side,
    *,
    year: int | None = None,
    limit: int,
    after: str | None,
    now: datetime,
) -> Page[EnvelopeLine]:
    """One side of a person's history, ever or in a year of the calendar of China, the newest first.

    Raises `BadCursor`.
    """
    after_at, after_id = pages.key(after, Newest) or TOP
    since, until = views.span_of(year) if year else (_EVER, TOP[0])
    lines = await shares.newest.all(
        tx,
        person_id=person_id,
        side=side,
        after_at=after_at,
        after_id=after_id,
        since=since,
        until=until,
        limit=limit,
    )
    named = arrays.uuids([line.envelope_id for line in lines])
    found, standings, secrets, mine = await together(
        tx,
        envelopes.by_ids.all(tx, envelope_ids=named),
        envelopes.standings_of.all(tx, envelope_ids=named),
        envelopes.secrets_of.all(tx, envelope_ids=named),
        shares.of_person.all(tx, envelope_ids=named, person_id=person_id),
    )
    cards = await people.cards(tx, {one.sender_id for one in found if one.sender_id}, now)
    of = {one.envelope_id: one for one in found}
    states = {one.envelope_id: one for one in standings}
    drawn = {one.envelope_id: one for one in secrets}
    places = {one.envelope_id: one.place for one in mine}
    following = pages.cursor(lines[-1].happened_at, lines[-1].envelope_id) if len(lines) == limit else None
    return Page(
        [
            views.line(line, side, of[key], states[key], drawn[key], place=places.get(key), cards=cards)
            for line in lines
            for key in [line.envelope_id]
        ],
        following,
    )
