"""End a placement."""

from collections.abc import Sequence
from datetime import datetime

from kith import ledger, merchants, notices, payments
from kith.ads import money
from kith.ads import placement as placements
from kith.ads import sight as sights
from kith.ads.placement import PlacementId, State, charge_id_of
from kith.ads.placement_view import earned
from kith.kit.sql import Tx

_RAN: tuple[State, ...] = ("running", "paused")


async def end(
    tx: Tx,
    placement_id: PlacementId,
    state: State,
    *,
    was: Sequence[State],
    now: datetime,
    reason: str = "",
    by: str = "",
) -> bool:
    """Close a placement that is in one of the states `was`; False where it is not.

    Of one that was paid, what was delivered becomes the house's, and the shortfall goes back the way it came. The
    statement that closes it says what was delivered, so that nothing of the same moment is lost or paid twice. Who was
    shown it is forgotten. One that waits for its payment waits no longer: money that still comes goes back.
    """
    before = await placements.lock.maybe(tx, placement_id=placement_id)
    if before is None or before.state not in was:
        return False
    closed = await placements.close.one(
        tx, placement_id=placement_id, state=state, was=list(was), reason=reason, by=by, now=now
    )
    placement = await placements.by_id.one(tx, placement_id=placement_id)
    charge_id = charge_id_of(placement_id)
    if before.state in _RAN:
        fen = earned(placement, closed)
        if fen:
            await ledger.want_accounts(tx, [money.revenue()], now)
            await ledger.transfer(tx, money.delivered(placement_id, fen), now)
        if fen < placement.fen:
            await ledger.transfer(tx, money.shortfall(placement_id, charge_id, placement.fen - fen), now)
            await payments.refund_charge(
                tx,
                refund_id=money.refund_id(placement_id),
                charge_id=charge_id,
                fen=placement.fen - fen,
                reason="placement_over",
                now=now,
            )
            await notices.tell(tx, placement.payer_id, "charge", charge_id, now)
        sights.let_go.send(tx, placement_id=placement_id)
    elif before.state == "unpaid":
        await payments.cancel_charge(tx, charge_id, now)
        await notices.tell(tx, placement.payer_id, "charge", charge_id, now)
    await merchants.tell_owner(tx, placement.merchant_id, now)
    return True
