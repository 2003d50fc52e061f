"""List a person's events."""

from kith import people
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.notices import event as events
from kith.notices.event import NumberedEvent


async def list_events(tx: Tx, person_id: people.PersonId, *, limit: int, after: str | None) -> Page[NumberedEvent]:
    """What the person was told, oldest first; `after` is the number of an event. Raises `BadCursor` when what came
    after that is forgotten.
    """
    standing = await events.standing.maybe(tx, person_id=person_id) or events.NOTHING
    number = events.number_of(after, standing)
    found = await events.after.all(tx, person_id=person_id, after=number, limit=limit)
    return Page(found, str(found[-1].event_id) if len(found) == limit else None)
