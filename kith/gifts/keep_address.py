"""Seal an address into the vault."""

from datetime import datetime

from kith.gifts import vault
from kith.gifts.address import Address
from kith.gifts.gift import GiftId
from kith.kit import ids
from kith.kit.keyring import KEY_BYTES, NONCE_BYTES, KeyRing
from kith.kit.sql import Tx


async def keep_address(tx: Tx, ring: KeyRing, gift_id: GiftId, address: Address, now: datetime) -> None:
    """Keep this address of a locked gift, in place of any other, under a fresh key of its own."""
    data_key, nonce = ids.noise(KEY_BYTES), ids.noise(NONCE_BYTES)
    kept = ring.wrap(data_key, gift_id.bytes, ids.noise(NONCE_BYTES))
    sealed = vault.seal(address, data_key, gift_id, nonce)
    vault.put_key.send(tx, gift_id=gift_id, ring_key=kept.ring_key, wrapped=kept.wrapped, now=now)
    vault.put_address.send(tx, gift_id=gift_id, nonce=nonce, sealed=sealed, now=now)
