"""Sign out on every device."""

from kith.kit import commit
from kith.kit.sql import Tx
from kith.people import session as sessions
from kith.people.person import PersonId


async def sign_out_everywhere(tx: Tx, person_id: PersonId) -> None:
    """End all sessions of the person, the one that asks included."""
    token_hashes = await sessions.remove_devices.all(tx, person_id=person_id)
    await sessions.end.run(tx, token_hashes=token_hashes)
    commit.hint(tx, sessions.sessions_topic(person_id))
