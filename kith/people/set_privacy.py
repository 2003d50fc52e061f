"""Set one's own privacy."""

from kith.kit.sql import Tx
from kith.people import nickname as nicknames
from kith.people.nickname import Privacy
from kith.people.person import PersonId


async def set_privacy(tx: Tx, person_id: PersonId, privacy: Privacy) -> Privacy:
    """From now on others can find out this much about this person."""
    await nicknames.set_findable.run(tx, person_id=person_id, findable=privacy.found_by_nickname)
    return privacy
