"""List the people around a person."""

from datetime import datetime

from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.person import PersonCard, PersonId
from kith.people.tie import Circle
from kith.people.tied_cards import tied_cards


async def list_people(
    tx: Tx, person_id: PersonId, circle: Circle, *, after: str | None, limit: int, now: datetime
) -> Page[PersonCard]:
    """Cards, the newest tie first. Raises `BadCursor`. People who are gone are left out, so a page may be short."""
    after_at, after_id = key(after, Newest) or TOP
    found = await ties.circles[circle].all(
        tx, person_id=person_id, after_at=after_at, after_id=after_id, limit=limit + 1
    )
    shown = found[:limit]
    people = await tied_cards(tx, person_id, [tie.other_id for tie in shown], now)
    following = cursor(shown[-1].since_at, shown[-1].other_id) if len(found) > limit else None
    return Page(people, following)
