"""Cancel a part that waits for its payment."""

from datetime import datetime

from kith import notices, payments
from kith.gifts import part as parts
from kith.gifts import spending as spendings
from kith.gifts.gift import Gift
from kith.gifts.part import Part
from kith.gifts.tell_payer import tell_payer
from kith.kit.sql import Tx


async def cancel_part(tx: Tx, gift: Gift, part: Part, now: datetime) -> None:
    """Others can pay its fen again; money that comes for it nevertheless goes back. Only its payer is told."""
    await parts.cancel.run(tx, gift_id=part.gift_id, charge_id=part.charge_id, now=now)
    await spendings.forget.run(tx, person_id=part.payer_id, charge_id=part.charge_id)
    await payments.cancel_charge(tx, part.charge_id, now)
    await notices.tell(tx, part.payer_id, "charge", part.charge_id, now)
    await tell_payer(tx, gift, part.payer_id, now)
