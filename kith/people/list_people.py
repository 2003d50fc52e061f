"""List the people around a person."""

from datetime import datetime

from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.cards import cards
from kith.people.person import Card, PersonId
from kith.people.tie import Circle


async def list_people(
    tx: Tx, person_id: PersonId, circle: Circle, *, after: str | None, limit: int, now: datetime
) -> Page[Card]:
    """Cards, the newest tie first. Raises `BadCursor`. People who are gone are left out, so a page may be short."""
    after_at, after_id = key(after, Newest) or TOP
    found = await ties.circles[circle].all(
        tx, person_id=person_id, after_at=after_at, after_id=after_id, limit=limit + 1
    )
    shown = found[:limit]
    known = await cards(tx, [tie.other_id for tie in shown], now)
    following = cursor(shown[-1].since_at, shown[-1].other_id) if len(found) > limit else None
    return Page([known[tie.other_id] for tie in shown if tie.other_id in known], following)
