"""Undo all that a gift holds, on every way out."""

from datetime import datetime

from kith import ledger, mall, notices, payments
from kith.gifts import acceptance as acceptances
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import money, vault
from kith.gifts import part as parts
from kith.gifts import spending as spendings
from kith.gifts import timer as timers
from kith.gifts.cancel_part import cancel_part
from kith.gifts.gift import Gift
from kith.gifts.tell_all_asked import tell_all_asked
from kith.kit.sql import Tx


async def unwind(tx: Tx, gift: Gift, why: str, now: datetime) -> None:
    """Void the hold, give the unit back, and give 100 % of what is left of each part back to who paid it,
    by the way they paid.

    Whoever did not pay yet is no longer asked. The address, if there is one, can be read
    no more, and no deadline is left. `gift` is locked, as it was before its last move. `why` is a code that the payers
    may get to see.
    """
    asked = await parts.of.all(tx, gift_id=gift.gift_id)
    await payments.hold_money(tx, [part.charge_id for part in asked if part.paid_at])
    await timers.stop_all.run(tx, gift_id=gift.gift_id)
    await vault.destroy_key.run(tx, gift_id=gift.gift_id, now=now)
    await vault.erase.run(tx, gift_id=gift.gift_id)
    accepted = await acceptances.of.maybe(tx, gift_id=gift.gift_id)
    for sku_id in sorted({gift.sku_id, accepted.sku_id if accepted else gift.sku_id}):
        await mall.give_back(tx, sku_id, gift.gift_id, now)
    one = {"gift_id": gift.gift_id}
    if not gifts.reached(gift, now):
        await diaries.never_came.run(tx, **one, person_id=gift.recipient_id, now=now)
        await gifts.recall.run(tx, **one, now=now)
    if gift.funded_at is None:
        await diaries.paid.run(tx, **one, person_id=gift.giver_id)
        await tell_all_asked(tx, gift, now)
    else:
        await ledger.transfer(tx, money.void(acceptances.promised(gift, accepted)), now)
    for part in asked:
        await spendings.forget.run(tx, person_id=part.payer_id, charge_id=part.charge_id)
        if part.open:
            await cancel_part(tx, gift, part, now)
        elif part.paid_at and part.returned_at is None and part.left_fen:
            await _return(tx, part, why, now)


async def _return(tx: Tx, part: parts.Part, why: str, now: datetime) -> None:
    await parts.give_back.run(tx, gift_id=part.gift_id, charge_id=part.charge_id, now=now)
    await ledger.transfer(tx, money.withdrawal(part), now)
    await payments.refund_charge(
        tx,
        refund_id=money.refund_id(part),
        charge_id=part.charge_id,
        fen=part.left_fen,
        reason=why,
        now=now,
    )
    await notices.tell(tx, part.payer_id, "charge", part.charge_id, now)
