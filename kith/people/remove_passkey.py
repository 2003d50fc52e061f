"""Remove a passkey."""

from kith.kit.sql import Tx
from kith.people import passkey as passkeys
from kith.people import person as persons
from kith.people.passkey import PasskeyId, PasskeyNotFound
from kith.people.person import PersonId


async def remove_passkey(tx: Tx, person_id: PersonId, passkey_id: PasskeyId) -> None:
    """From now on it opens nothing; the sessions that it opened go on. Raises `PasskeyNotFound`."""
    await persons.lock.one(tx, person_id=person_id)
    credential_ids = await passkeys.remove.all(tx, person_id=person_id, passkey_id=passkey_id)
    if not credential_ids:
        raise PasskeyNotFound
    await passkeys.disown.run(tx, credential_ids=credential_ids)
