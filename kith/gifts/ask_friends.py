"""Ask friends to pay for a gift."""

from datetime import datetime

from kith import chat, notices, people
from kith.gifts import ask as asks
from kith.gifts import collecting
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts.ask import NewAsk, NewAsks
from kith.gifts.gift import Gift, GiftId
from kith.gifts.giver_view import GiverView
from kith.gifts.move import GiftNotFound
from kith.gifts.policy import Policy
from kith.gifts.show_given import show_given
from kith.kit.sql import Tx


async def ask_friends(
    tx: Tx, policy: Policy, *, gift_id: GiftId, asker_id: people.PersonId, asked: NewAsks, now: datetime
) -> GiverView:
    """Let each friend see what is asked for; all of them or, if one may not be asked, none.

    What is between them and the asker holds still meanwhile. Who was asked just so before is not asked again. Raises
    `GiftNotFound`, `NotCollecting`, and what `may_ask` says.
    """
    await people.hold_pairs(tx, asker_id, [each.payer_id for each in asked.asks])
    for key in diaries.lock_keys([asker_id]):
        await diaries.hold.one(tx, key=key)
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or gift.giver_id != asker_id:
        raise GiftNotFound
    new = asks.unsent(await asks.of_gift.all(tx, gift_id=gift_id), asked)
    if new:
        collecting.may_collect(gift, now)
        friends = frozenset(each.payer_id for each in new)
        mutual = frozenset([one for one in friends if await people.mutual(tx, asker_id, one)])
        since_at = asks.month_before(policy, now)
        recent = await asks.recent.all(tx, person_id=asker_id, since_at=since_at)
        asks.may_ask(gift, friends, mutual=mutual, recent=recent, policy=policy, now=now)
        for each in new:
            await _ask(tx, gift, each, asked.why, now)
        await notices.tell(tx, asker_id, "gift_given", gift_id, now)
    return await show_given(tx, gift_id, asker_id, now)


async def _ask(tx: Tx, gift: Gift, asked: NewAsk, why: str, now: datetime) -> None:
    ask_id = asks.ask_id(gift.gift_id, asked.payer_id)
    one = {"gift_id": gift.gift_id, "ask_id": ask_id, "now": now}
    await asks.insert.run(tx, **one, payer_id=asked.payer_id, fen=asked.fen, why=why, by_link=False)
    await asks.reach.run(tx, **one, person_id=asked.payer_id, asker_id=gift.giver_id, recipient_id=gift.recipient_id)
    await asks.note_asking.run(tx, person_id=gift.giver_id, payer_id=asked.payer_id, gift_id=gift.gift_id, now=now)
    await notices.tell(tx, asked.payer_id, "ask", ask_id, now)
    await chat.post_card(tx, gift.giver_id, asked.payer_id, "ask", ask_id, now=now)
