"""Cancel an accepted gift that is not going to be sent in time."""

from datetime import datetime

from kith import mall, people
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as gifts
from kith.gifts.acceptance import Acceptance
from kith.gifts.end import end
from kith.gifts.gift import Gift, GiftId
from kith.gifts.move import GiftNotFound, NotLate, Role, may_cancel
from kith.kit.sql import Tx


async def cancel(tx: Tx, gift_id: GiftId, person_id: people.PersonId, now: datetime) -> None:
    """Take the order back from a shop that is late, or has not got the goods, and refund the gift.

    For the giver and the recipient. The order is locked before the gift, as the shop's own moves do, and whoever comes
    second is refused. What is cancelled already stays so. Raises `GiftNotFound`, and what `may_cancel` says.
    """
    gift = await gifts.by_id.maybe(tx, gift_id=gift_id)
    if gift is None or person_id not in (gift.giver_id, gift.recipient_id):
        raise GiftNotFound
    role: Role = "recipient" if person_id == gift.recipient_id else "giver"
    accepted = await acceptances.of.maybe(tx, gift_id=gift_id)
    if _done(gift, role, accepted, now):
        return
    cancelled = accepted is not None and await mall.cancel_order(tx, accepted.order_id, why="late", now=now)
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if _done(gift, role, accepted, now):
        return
    if gift.state == "accepted" and not cancelled:
        # She chose again meanwhile, and that shop has time.
        raise NotLate
    await end(tx, gift, "cancel", by=role, by_id=person_id, now=now)


def _done(gift: Gift, role: Role, accepted: Acceptance | None, now: datetime) -> bool:
    if gift.state == "cancelled":
        return True
    may_cancel(gift, role, accepted.ship_by if accepted else None, now)
    return False
