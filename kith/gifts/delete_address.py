"""Destroy an address that was kept."""

from kith import people
from kith.gifts import saved_address as saved
from kith.gifts.saved_address import AddressId
from kith.kit.sql import Tx


async def delete_address(tx: Tx, person_id: people.PersonId, address_id: AddressId) -> None:
    """Erase it; gifts that were accepted with it keep their copy. With the last one goes the person's key.

    When it was the default, the newest of the others is. What is not there is deleted already.
    """
    if await saved.lock_key.maybe(tx, person_id=person_id) is None:
        return
    await saved.erase.run(tx, person_id=person_id, address_id=address_id)
    left = await saved.of.all(tx, person_id=person_id)
    if not left:
        await saved.destroy_key.run(tx, person_id=person_id)
    elif not left[0].is_default:
        await saved.default.run(tx, person_id=person_id, address_id=left[0].address_id)
