"""Look at one's own privacy."""

from kith.kit.sql import Tx
from kith.people import nickname as nicknames
from kith.people.nickname import Privacy
from kith.people.person import PersonId


async def view_privacy(tx: Tx, person_id: PersonId) -> Privacy:
    """What others can find out about this person, who has a profile."""
    return await nicknames.privacy_of.one(tx, person_id=person_id)
