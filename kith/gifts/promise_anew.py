"""Promise the money of a gift to another shop, or promise less of it."""

from collections.abc import Sequence
from datetime import datetime

from kith import ledger, notices, payments
from kith.gifts import co_payer as co_payers
from kith.gifts import diary as diaries
from kith.gifts import money
from kith.gifts import part as parts
from kith.gifts.gift import Gift
from kith.gifts.money import Promise
from kith.gifts.part import Part
from kith.kit.sql import Tx


async def promise_anew(
    tx: Tx, gift: Gift, asked: Sequence[Part], *, before: Promise, after: Promise, now: datetime
) -> None:
    """Void one hold and make the other; what is left over goes back to those who paid, by the way they paid.

    It is split by what each of them still has in the gift. Each of them sees the refund and is told; so is the giver.
    `gift` is locked, and the money of the charges that are paid when something goes back.
    """
    await ledger.want_accounts(tx, money.accounts_of(after), now)
    back = parts.shares(asked, before.fen - after.fen)
    moves = [money.void(before), money.hold(after), *(money.difference(part, after, fen) for part, fen in back)]
    for result in await ledger.post_transfers(tx, moves, now):
        if result is not ledger.Result.CREATED:
            raise ledger.TransferRefused(result)
    for part, fen in back:
        await parts.give_some_back.run(tx, gift_id=gift.gift_id, charge_id=part.charge_id, fen=fen)
        await payments.refund_charge(
            tx,
            refund_id=money.difference_id(part, after),
            charge_id=part.charge_id,
            fen=fen,
            reason="swapped",
            now=now,
        )
        await notices.tell(tx, part.payer_id, "charge", part.charge_id, now)
        if part.payer_id != gift.giver_id:
            await notices.tell(tx, part.payer_id, "paid_gift", gift.gift_id, now)
    if back:
        await notices.tell(tx, gift.giver_id, "gift_given", gift.gift_id, now)
    if before.merchant_id != after.merchant_id:
        one = {"gift_id": gift.gift_id, "merchant_id": after.merchant_id}
        await diaries.comes_from.run(tx, **one, person_id=gift.giver_id)
        for part in asked:
            await co_payers.comes_from.run(tx, **one, person_id=part.payer_id)
