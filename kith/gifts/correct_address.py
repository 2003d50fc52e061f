"""Correct the address of an accepted gift."""

from datetime import datetime

from kith import mall, people
from kith.gifts import acceptance as acceptances
from kith.gifts import address as addresses
from kith.gifts import gift as gifts
from kith.gifts.acceptance import OutsideDeliveryArea
from kith.gifts.address import Address
from kith.gifts.gift import GiftId
from kith.gifts.keep_address import keep_address
from kith.gifts.move import GiftNotFound, may_correct
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx


async def correct_address(
    tx: Tx, ring: KeyRing, *, gift_id: GiftId, recipient_id: people.PersonId, address: Address, now: datetime
) -> None:
    """Replace the address, until the shop has sent the gift. While she chooses again, no shop has to deliver there.

    Raises `GiftNotFound`, `GiftEnded`, `NotYetAccepted`, `AddressIsFinal`, `UnknownRegion`, `OutsideDeliveryArea`.
    """
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or gift.recipient_id != recipient_id:
        raise GiftNotFound
    may_correct(gift, now)
    addresses.check(address)
    accepted = await acceptances.of.one(tx, gift_id=gift_id)
    if gift.state == "accepted":
        product = await mall.product(tx, accepted.product_id)
        if not mall.delivers_to(product, address.district):
            raise OutsideDeliveryArea
    await keep_address(tx, ring, gift_id, address, now)
