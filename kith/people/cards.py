"""Show who several people are, at a glance."""

from collections.abc import Iterable
from datetime import datetime

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people.person import Card, PersonId


async def cards(tx: Tx, person_ids: Iterable[PersonId], now: datetime) -> dict[PersonId, Card]:
    """Cards by id. Whoever has no profile, or is gone, is left out."""
    known = await persons.known.all(tx, person_ids=list(person_ids))
    return {one.person_id: persons.card_of(one, now) for one in known}
