"""List the passkeys of a person."""

from kith.kit.sql import Tx
from kith.people import passkey as passkeys
from kith.people.passkey import Passkey
from kith.people.person import PersonId


async def list_passkeys(tx: Tx, person_id: PersonId) -> list[Passkey]:
    """All of them, which are never many, the newest first."""
    return [passkeys.passkey_of(row) for row in await passkeys.of_person.all(tx, person_id=person_id)]
