"""Keep an address for gifts to come."""

from datetime import datetime

from kith import people
from kith.gifts import address as addresses
from kith.gifts import saved_address as saved
from kith.gifts.policy import Policy
from kith.gifts.saved_address import AddressForm, AddressId, SavedAddress, TooManyAddresses
from kith.kit import ids
from kith.kit.keyring import KEY_BYTES, NONCE_BYTES, KeyRing
from kith.kit.sql import Tx


async def save_address(
    tx: Tx,
    ring: KeyRing,
    policy: Policy,
    *,
    person_id: people.PersonId,
    address_id: AddressId,
    form: AddressForm,
    now: datetime,
) -> SavedAddress:
    """Keep it under this id, in place of what was there, sealed under the person's key, which is wrapped anew.

    The only one is the default whatever the form says. Raises `UnknownRegion`, `TooManyAddresses`.
    """
    addresses.check(form.address)
    data_key = await _key(tx, ring, person_id, now)
    others = [row for row in await saved.of.all(tx, person_id=person_id) if row.address_id != address_id]
    if len(others) >= policy.saved_addresses:
        raise TooManyAddresses(limit=policy.saved_addresses)
    is_default = form.is_default or not any(row.is_default for row in others)
    if is_default:
        await saved.no_default.run(tx, person_id=person_id)
    nonce = ids.noise(NONCE_BYTES)
    await saved.put.run(
        tx,
        person_id=person_id,
        address_id=address_id,
        is_default=is_default,
        nonce=nonce,
        sealed=saved.seal(form.address, data_key, person_id, address_id, nonce),
        now=now,
    )
    return SavedAddress(address_id, is_default, form.address, addresses.label(form.address))


async def _key(tx: Tx, ring: KeyRing, person_id: people.PersonId, now: datetime) -> bytes:
    owner = saved.owner(person_id)
    made = ring.wrap(ids.noise(KEY_BYTES), owner, ids.noise(NONCE_BYTES))
    while not await saved.make_key.run(tx, person_id=person_id, ring_key=made.ring_key, wrapped=made.wrapped, now=now):
        there = await saved.lock_key.maybe(tx, person_id=person_id)
        if there is not None:
            # It lives long: whatever key of the ring wrapped it, the newest one does from now on.
            data_key = ring.unwrap(there, owner)
            made = ring.wrap(data_key, owner, ids.noise(NONCE_BYTES))
            await saved.wrap_anew.run(tx, person_id=person_id, ring_key=made.ring_key, wrapped=made.wrapped)
            return data_key
    return ring.unwrap(made, owner)
