"""Take the money of a part, and offer the gift when it is all there."""

from datetime import datetime

from kith import ledger, mall, notices, payments, people
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import money
from kith.gifts import part as parts
from kith.gifts import timer as timers
from kith.gifts.gift import Gift
from kith.gifts.move import may, step
from kith.gifts.tell_giver import tell_giver
from kith.kit.sql import Tx


async def fund(tx: Tx, charge: payments.Charge, now: datetime) -> bool:
    """Move a paid part into the gift's account. When the parts make up the price, the gift reaches its recipient.

    False when the gift no longer waits for payment, or is paid so late that its unit has gone: nothing was moved and
    the payer gets all of it back. If there is a block between the two by now, the gift never reaches the recipient and
    ends, for the giver, as if nobody answered. For `payments.Paid`, purpose `gift`.
    """
    gift = await gifts.lock.maybe(tx, gift_id=charge.ref)
    if gift is None or not may(gift, "offer"):
        return False
    asked = await parts.of.all(tx, gift_id=gift.gift_id)
    part = next(part for part in asked if part.charge_id == charge.charge_id)
    complete = parts.paid_fen(asked) + part.fen == gift.fen
    try:
        if complete:
            await mall.take(tx, gift.sku_id, gift.gift_id, now)
    except mall.SoldOut:
        return False
    await parts.pay.one(tx, gift_id=gift.gift_id, charge_id=charge.charge_id, now=now)
    await ledger.open_accounts(tx, money.accounts_of(gift), now)
    await ledger.transfer(tx, money.deposit(part), now)
    if complete:
        await _offer(tx, gift, charge.payer_id, now)
    return True


async def _offer(tx: Tx, gift: Gift, payer_id: people.PersonId, now: datetime) -> None:
    answer_by = gifts.answer_by(now, gift.window_days)
    await gifts.offer.one(tx, **step(gift, "offer", "payer", payer_id, now), answer_by=answer_by)
    await ledger.transfer(tx, money.hold(gift), now)
    await timers.stop.run(tx, gift_id=gift.gift_id, kinds=["lapse"])
    await timers.start.run(tx, gift_id=gift.gift_id, kind="expire", due_at=answer_by)
    await diaries.paid.run(tx, person_id=gift.giver_id, gift_id=gift.gift_id)
    await tell_giver(tx, gift, "offer", now)
    one = {"person_id": gift.recipient_id, "gift_id": gift.gift_id}
    if await people.blocked(tx, gift.giver_id, gift.recipient_id):
        await gifts.decline_quietly.run(tx, gift_id=gift.gift_id, now=now)
        await diaries.never_came.run(tx, **one)
    else:
        await diaries.reach.run(tx, **one, now=now)
        await notices.tell(tx, gift.recipient_id, "gift_received", gift.gift_id, now)
