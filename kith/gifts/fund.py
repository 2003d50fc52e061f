"""Take the money of a part, and let the gift go on when it is all there."""

from datetime import datetime

from kith import ledger, mall, payments
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import money
from kith.gifts import part as parts
from kith.gifts.move import UNPAID
from kith.gifts.offer import offer
from kith.kit.sql import Tx


async def fund(tx: Tx, charge: payments.Charge, now: datetime) -> bool:
    """Move a paid part into the gift's account. When the parts make up the price, the gift reaches its recipient.

    False when the gift no longer waits for payment, or is paid so late that its unit has gone: nothing was moved and
    the payer gets all of it back. For `payments.Paid`, purpose `gift`.
    """
    gift = await gifts.lock.maybe(tx, gift_id=charge.ref)
    if gift is None or gift.state not in UNPAID:
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
        await ledger.transfer(tx, money.hold(gift), now)
        await diaries.paid.run(tx, person_id=gift.giver_id, gift_id=gift.gift_id)
        await offer(tx, gift, by="payer", by_id=charge.payer_id, now=now)
    return True
