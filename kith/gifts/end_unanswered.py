"""End what a person has not answered, and what nobody has answered of theirs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kith import mall, notices, payments, people
from kith.gifts import ask as asks
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import part as parts
from kith.gifts.ask import Asked
from kith.gifts.cancel_part import cancel_part
from kith.gifts.end import end
from kith.gifts.gift import Gift, GiftId
from kith.gifts.move import may
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def end_unanswered(
    tx: Tx, gift_ids: Sequence[UUID], asked: Sequence[Asked], *, person_id: people.PersonId, now: datetime
) -> None:
    """Those of these gifts that the person gave end and are refunded at once; those the person received end like a
    quiet decline.

    What is accepted runs on. A gift that has not reached the person goes on, for its giver, and never will. What is
    `asked` of anybody is taken away with what was about to be paid; what is paid is the gift's, and comes back when the
    gift ends. All gifts are locked before any is ended.
    """
    waiting = await gifts.unanswered.all(tx, gift_ids=[*gift_ids, *(one.gift_id for one in asked)])
    locked = {gift_id: await gifts.lock.one(tx, gift_id=gift_id) for gift_id in waiting}
    await _end(tx, [gift for gift_id, gift in locked.items() if gift_id in gift_ids], person_id, now)
    for one in asked:
        await _take_away(tx, one, locked.get(one.gift_id), now)


async def _end(tx: Tx, between: list[Gift], person_id: people.PersonId, now: datetime) -> None:
    ending = [gift for gift in between if gift.giver_id == person_id and may(gift, "withdraw")]
    paid = [part.charge_id for gift in ending for part in await parts.of.all(tx, gift_id=gift.gift_id) if part.paid_at]
    await payments.hold_money(tx, paid)
    for gift in sorted(ending, key=_by_stock):
        await end(tx, gift, "withdraw", by="giver", by_id=person_id, now=now)
    for gift in between:
        if gift.recipient_id != person_id:
            continue
        if not gifts.reached(gift, now):
            await gifts.keep_away.run(tx, gift_id=gift.gift_id, now=now)
            await diaries.never_came.run(tx, gift_id=gift.gift_id, person_id=person_id, now=now)
        elif await gifts.decline_quietly.run(tx, gift_id=gift.gift_id, now=now):
            await tell_recipient(tx, gift, now)


async def _take_away(tx: Tx, asked: Asked, gift: Gift | None, now: datetime) -> None:
    if gift is not None:
        for part in await parts.of.all(tx, gift_id=gift.gift_id):
            if part.open and part.payer_id == asked.person_id:
                await cancel_part(tx, gift, part, now)
    await asks.take_away.run(tx, person_id=asked.person_id, ask_id=asked.ask_id)
    await notices.tell(tx, asked.person_id, "ask", asked.ask_id, now)


def _by_stock(gift: Gift) -> tuple[mall.SkuId, GiftId]:
    return gift.sku_id, gift.gift_id
