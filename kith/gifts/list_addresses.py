"""List the addresses that a person keeps."""

from kith import people
from kith.gifts import saved_address as saved
from kith.gifts.saved_address import SavedAddress
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx


async def list_addresses(tx: Tx, ring: KeyRing, person_id: people.PersonId) -> list[SavedAddress]:
    """One's own, the default first, then the newest."""
    return [saved.unseal(row, ring, person_id) for row in await saved.of.all(tx, person_id=person_id)]
