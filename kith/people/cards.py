"""Show who several people are, at a glance."""

from collections.abc import Iterable
from datetime import datetime

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people.person import Card, PersonId


async def cards(tx: Tx, person_ids: Iterable[PersonId], now: datetime) -> dict[PersonId, Card]:
    """Cards by id, of everybody who was asked for. Whoever has no profile is shown as gone."""
    asked = list(person_ids)
    known = await persons.known.all(tx, person_ids=asked)
    found = {one.person_id: persons.card_of(one, now) for one in known}
    return {person_id: found.get(person_id) or persons.nobody(person_id) for person_id in asked}
