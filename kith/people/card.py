"""Show who a person is, at a glance."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people.cards import cards
from kith.people.person import Card, PersonId, PersonNotFound


async def card(tx: Tx, person_id: PersonId, now: datetime) -> Card:
    """The card of one person. Raises `PersonNotFound`, also while there is no profile."""
    found = (await cards(tx, [person_id], now))[person_id]
    if found.gone:
        raise PersonNotFound
    return found
