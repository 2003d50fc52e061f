"""What notices keep of a person, as files of an export."""

from datetime import datetime

from kith import people
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.notices.event import NumberedEvent
from kith.notices.list_events import list_events

_PAGE = 100


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    return (people.Part("notices/events", "最近的动态", "what you were told lately", _events),)


async def _events(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[NumberedEvent]:
    del now
    return await list_events(tx, person_id, limit=_PAGE, after=after)
