"""Open a part of the price of a gift that friends may pay."""

from datetime import datetime

from kith import merchants, payments, people
from kith.gifts import ask as asks
from kith.gifts import collecting
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import part as parts
from kith.gifts import timer as timers
from kith.gifts.ask_part import ask_part
from kith.gifts.cancel_part import cancel_part
from kith.gifts.collecting import NewPart, OpenedPart
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound
from kith.gifts.policy import Policy
from kith.gifts.spend import spend
from kith.gifts.tell_payer import tell_payer
from kith.kit.sql import Tx


async def open_part(
    tx: Tx, policy: Policy, *, gift_id: GiftId, payer_id: people.PersonId, asked: NewPart, now: datetime
) -> OpenedPart:
    """Keep `fen` of the price for this payer while one payment lasts, in place of any other part that waits for it.

    The same part again is answered as it was opened. Raises `GiftNotFound` for whoever was not asked,
    `payments.ChargeDiffers`, what `may_open` says, and `OverWeeklyCeiling`.
    """
    for key in diaries.lock_keys([payer_id]):
        await diaries.hold.one(tx, key=key)
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or not (gift.giver_id == payer_id or await _was_asked(tx, gift_id, payer_id)):
        raise GiftNotFound
    there = await parts.of.all(tx, gift_id=gift_id)
    for part in there:
        if part.charge_id == asked.charge_id:
            if (part.payer_id, part.fen) != (payer_id, asked.fen):
                raise payments.ChargeDiffers
            return OpenedPart(part.charge_id, part.fen, part.pay_by)
    staff = await merchants.is_staff(tx, gift.merchant_id, payer_id)
    pay_by = collecting.may_open(gift, there, payer_id, asked.fen, policy, staff=staff, now=now)
    for part in there:
        if part.open and part.payer_id == payer_id:
            await cancel_part(tx, gift, part, now)
    await spend(tx, policy, payer_id, asked.charge_id, asked.fen, until=pay_by, now=now)
    await ask_part(tx, gift, payer_id=payer_id, charge_id=asked.charge_id, fen=asked.fen, pay_by=pay_by, now=now)
    await timers.start_once.run(tx, gift_id=gift_id, kind="part_over", due_at=pay_by)
    await tell_payer(tx, gift, payer_id, now)
    return OpenedPart(asked.charge_id, asked.fen, pay_by)


async def _was_asked(tx: Tx, gift_id: GiftId, person_id: people.PersonId) -> bool:
    return await asks.asked.maybe(tx, person_id=person_id, ask_id=asks.ask_id(gift_id, person_id)) is not None
