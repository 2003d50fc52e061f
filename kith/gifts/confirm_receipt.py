"""The recipient says that the gift came."""

from datetime import datetime

from kith import mall, people
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as gifts
from kith.gifts.count_received import count_received
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound, may_confirm
from kith.gifts.policy import Policy
from kith.gifts.recipient_view import ReceivedGift
from kith.gifts.show_received import show_received
from kith.kit.sql import Tx


async def confirm_receipt(
    tx: Tx, policy: Policy, gift_id: GiftId, recipient_id: people.PersonId, now: datetime
) -> ReceivedGift:
    """Count the gift as received, and its order too, which is locked first. Saying so twice is saying it once.

    Raises `GiftNotFound`, `GiftEnded`, `NotYetAccepted`, `NothingSentYet`.
    """
    gift = await gifts.by_id.maybe(tx, gift_id=gift_id)
    if gift is None or gift.recipient_id != recipient_id:
        raise GiftNotFound
    accepted = await acceptances.of.maybe(tx, gift_id=gift_id)
    if accepted:
        await mall.receive_order(tx, accepted.order_id, now)
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    may_confirm(gift, now)
    if gift.state != "received":
        await count_received(tx, policy, gift, by="recipient", by_id=recipient_id, now=now)
    return await show_received(tx, gift_id, recipient_id, now)
