"""Come to a gift over its pay link."""

from datetime import datetime

from kith import notices, people
from kith.gifts import ask as asks
from kith.gifts import collecting
from kith.gifts import gift as gifts
from kith.gifts import pay_link as links
from kith.gifts.ask_view import AskView
from kith.gifts.giving import NotFriends
from kith.gifts.pay_link import PayLinkNotFound, YourOwnLink
from kith.gifts.show_ask import show_ask
from kith.kit import ids
from kith.kit.sql import Tx


async def come_by_link(tx: Tx, token: str, payer_id: people.PersonId, now: datetime) -> AskView:
    """Be asked for a part, as a friend of the asker. It is nowhere seen who came, and coming again changes nothing.

    For who gets the gift, the link leads nowhere. Raises `PayLinkNotFound`, `YourOwnLink`, `NotFriends`, and, unless
    the friend was asked already, `NotCollecting`.
    """
    gift_id = await links.gift_of.maybe(tx, token_hash=ids.digest(token))
    known = await gifts.by_id.maybe(tx, gift_id=gift_id)
    if known is None:
        raise PayLinkNotFound
    if known.giver_id == payer_id:
        raise YourOwnLink
    if known.recipient_id == payer_id:
        raise PayLinkNotFound
    await people.hold_pair(tx, known.giver_id, payer_id)
    gift = await gifts.lock.one(tx, gift_id=known.gift_id)
    link = await links.of.maybe(tx, gift_id=gift.gift_id)
    if link is None:
        raise PayLinkNotFound
    if not await people.mutual(tx, gift.giver_id, payer_id):
        raise NotFriends
    ask_id = asks.ask_id(gift.gift_id, payer_id)
    asked = await asks.asked.maybe(tx, person_id=payer_id, ask_id=ask_id)
    if asked is None:
        collecting.may_collect(gift, now)
    if asked is None or asked.dismissed_at:
        one = {"gift_id": gift.gift_id, "ask_id": ask_id, "now": now}
        await asks.insert.run(tx, **one, payer_id=payer_id, fen=None, why=link.why, by_link=True)
        await asks.reach.run(tx, **one, person_id=payer_id, asker_id=gift.giver_id, recipient_id=gift.recipient_id)
        await notices.tell(tx, payer_id, "ask", ask_id, now)
    return await show_ask(tx, ask_id, payer_id, now)
