"""Revoke the link over which friends come to pay."""

from datetime import datetime

from kith import notices, people
from kith.gifts import gift as gifts
from kith.gifts import pay_link as links
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound
from kith.kit import ids
from kith.kit.sql import Tx


async def revoke_pay_link(
    tx: Tx, secret: people.Secret, gift_id: GiftId, asker_id: people.PersonId, now: datetime
) -> None:
    """Nobody comes over it any more; who came can go on. No link is no mistake. Raises `GiftNotFound`."""
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or gift.giver_id != asker_id:
        raise GiftNotFound
    nonce = await links.revoke.maybe(tx, gift_id=gift_id)
    if nonce is not None:
        await links.unpoint.run(tx, token_hash=ids.digest(secret.token("pay link", nonce)))
        await notices.tell(tx, asker_id, "gift_given", gift_id, now)
