"""Count what somebody is about to pay."""

from datetime import datetime

from kith import payments, people
from kith.gifts import diary as diaries
from kith.gifts import spending as spendings
from kith.gifts.policy import Policy
from kith.kit.sql import Tx


async def spend(
    tx: Tx,
    policy: Policy,
    payer_id: people.PersonId,
    charge_id: payments.ChargeId,
    fen: int,
    *,
    until: datetime,
    now: datetime,
) -> None:
    """Count `fen` as being paid until a moment, unless that is over the payer's ceiling. Raises `OverWeeklyCeiling`.

    What one person spends is counted one at a time: the payer's diary is held, and has to be before any gift is.
    """
    for key in diaries.lock_keys([payer_id]):
        diaries.hold.send(tx, key=key)
    recent = await spendings.recent.all(tx, person_id=payer_id, since_at=now - spendings.WEEK)
    spendings.may_spend(recent, fen, policy, now)
    spendings.begin.send(tx, person_id=payer_id, charge_id=charge_id, fen=fen, now=now, unpaid_until=until)
