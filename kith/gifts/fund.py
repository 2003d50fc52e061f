"""Take the money of a part, and let the gift go on when it is all there."""

from datetime import datetime

from kith import ledger, mall, notices, payments
from kith.gifts import co_payer as co_payers
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import money
from kith.gifts import part as parts
from kith.gifts import spending as spendings
from kith.gifts.move import UNPAID
from kith.gifts.policy import Policy
from kith.gifts.send_off import send_off
from kith.gifts.tell_all_asked import tell_all_asked
from kith.gifts.tell_payer import tell_payer
from kith.kit.sql import Tx


async def fund(tx: Tx, charge: payments.Charge, now: datetime, *, policy: Policy) -> bool:
    """Move a paid part into the gift's account. When the parts make up the price, the gift goes on to its recipient.

    The payer, the giver and the friends who were asked see that. False when the gift no longer waits for payment, or
    this part does not, or it is paid so late that the unit has gone: nothing was moved and the payer gets all of it
    back. For `payments.Paid`, purpose `gift`.
    """
    gift = await gifts.lock.maybe(tx, gift_id=charge.ref)
    if gift is None or gift.state not in UNPAID:
        return False
    asked = await parts.of.all(tx, gift_id=gift.gift_id)
    part = next(part for part in asked if part.charge_id == charge.charge_id)
    if not part.open:
        return False
    complete = parts.paid_fen(asked) + part.fen == gift.fen
    try:
        if complete:
            await mall.take(tx, gift.sku_id, gift.gift_id, now)
    except mall.SoldOut:
        return False
    parts.pay.expect(tx, gift_id=gift.gift_id, charge_id=charge.charge_id, now=now)
    spendings.pay.send(tx, person_id=part.payer_id, charge_id=part.charge_id, now=now)
    if part.payer_id != gift.giver_id:
        co_payers.note.send(
            tx,
            person_id=part.payer_id,
            gift_id=gift.gift_id,
            asker_id=gift.giver_id,
            merchant_id=gift.merchant_id,
            now=now,
        )
    promise = money.first_promise(gift)
    await ledger.want_accounts(tx, money.accounts_of(promise), now)
    await ledger.transfer_all(tx, [money.deposit(part), *([money.hold(promise)] if complete else [])], now)
    await notices.tell(tx, gift.giver_id, "gift_given", gift.gift_id, now)
    await tell_payer(tx, gift, part.payer_id, now)
    await tell_all_asked(tx, gift, now)
    if complete:
        diaries.paid.send(tx, person_id=gift.giver_id, gift_id=gift.gift_id)
        await send_off(tx, policy, gift, by="payer", by_id=charge.payer_id, now=now)
    return True
