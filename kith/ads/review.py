"""Review a placement."""

from datetime import datetime

from kith import merchants, payments
from kith.ads import placement as placements
from kith.ads.placement import PlacementId, PlacementMoved, PlacementNotFound, charge_id_of
from kith.ads.policy import Policy
from kith.kit.sql import Tx

_SUBJECT = "附近推广"


async def review(
    tx: Tx, policy: Policy, placement_id: PlacementId, *, refused: str | None, by: str, now: datetime
) -> None:
    """Let a placement be paid for some days, or refuse it with the reason that its shop reads.

    The owner is told. Raises `PlacementNotFound`, `PlacementMoved` where it waits for no review.
    """
    placement = await placements.by_id.maybe(tx, placement_id=placement_id)
    if placement is None:
        raise PlacementNotFound
    if refused is not None:
        if await placements.refuse.maybe(tx, placement_id=placement_id, reason=refused, by=by, now=now) is None:
            raise PlacementMoved
    else:
        pay_by = now + policy.payment_window
        if await placements.approve.maybe(tx, placement_id=placement_id, pay_by=pay_by, by=by, now=now) is None:
            raise PlacementMoved
        await payments.open_charge(
            tx,
            charge_id=charge_id_of(placement_id),
            payer_id=placement.payer_id,
            fen=placement.fen,
            subject=_SUBJECT,
            purpose="placement",
            ref=placement_id,
            pay_by=pay_by,
            now=now,
        )
    await merchants.tell_owner(tx, placement.merchant_id, now)
