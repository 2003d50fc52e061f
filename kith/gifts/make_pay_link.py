"""Make the link over which friends come to pay."""

from datetime import datetime

from kith import notices, people
from kith.gifts import collecting
from kith.gifts import gift as gifts
from kith.gifts import pay_link as links
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound
from kith.gifts.pay_link import NewPayLink, PayLink
from kith.kit import ids
from kith.kit.sql import Tx


async def make_pay_link(
    tx: Tx, secret: people.Secret, *, gift_id: GiftId, asker_id: people.PersonId, asked: NewPayLink, now: datetime
) -> PayLink:
    """The gift's link: the same until it is revoked. Raises `GiftNotFound`, `NotCollecting`."""
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or gift.giver_id != asker_id:
        raise GiftNotFound
    collecting.may_collect(gift, now)
    if await links.of.maybe(tx, gift_id=gift_id) is None:
        await notices.tell(tx, asker_id, "gift_given", gift_id, now)
    nonce = await links.make.one(tx, gift_id=gift_id, nonce=ids.new(now), why=asked.why, now=now)
    token = secret.token("pay link", nonce)
    await links.point.run(tx, token_hash=ids.digest(token), gift_id=gift_id)
    return PayLink(token)
