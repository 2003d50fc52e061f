"""Read the address of an order, to fulfil it."""

from datetime import datetime

from kith import mall, people
from kith.gifts import acceptance as acceptances
from kith.gifts import address as addresses
from kith.gifts import gift as gifts
from kith.gifts import part as parts
from kith.gifts import vault
from kith.gifts.address import Label
from kith.gifts.gift import GiftId
from kith.gifts.vault import AddressGone
from kith.kit import ids
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx

_FULFILLING = ("to_ship", "shipped", "in_delivery")


async def read_address(
    tx: Tx, ring: KeyRing, order_id: mall.OrderId, reader_id: people.PersonId, now: datetime
) -> Label:
    """Open the address for the staff of the order's own shop while they fulfil it, and note who read it when.

    Whoever gave or paid is never among them, even when hired meanwhile. Raises `mall.OrderNotFound`, `AddressGone`.
    """
    order = await mall.staff_order(tx, order_id, reader_id)
    gift_id = await acceptances.gift_of.maybe(tx, order_id=order_id)
    if gift_id is None:
        raise mall.OrderNotFound
    gift = await gifts.by_id.one(tx, gift_id=gift_id)
    payers = [part.payer_id for part in await parts.of.all(tx, gift_id=gift_id)]
    if reader_id in (gift.giver_id, *payers):
        raise mall.OrderNotFound
    vaulted = await vault.of.maybe(tx, gift_id=gift_id)
    if vaulted is None or order.state not in _FULFILLING:
        raise AddressGone
    address = vault.unseal(vaulted, ring, GiftId(gift_id))
    await vault.note_read.run(tx, gift_id=gift_id, read_id=ids.new(now), reader_id=reader_id, now=now)
    return addresses.label(address)
