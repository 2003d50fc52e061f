"""Take the money of a placement, and let it run."""

from datetime import datetime

from kith import ledger, merchants, payments
from kith.ads import asking, money
from kith.ads import placement as placements
from kith.ads.placement import PlacementId
from kith.kit.sql import Tx


async def fund(tx: Tx, charge: payments.Charge, now: datetime) -> bool:
    """Move what was paid into the placement's account; it runs on its days, from today if they have begun. That of a
    shop which was suspended meanwhile is paused.

    False when it no longer waits for its payment: nothing was moved and the payer gets all of it back.
    For `payments.Paid`, purpose `placement`.
    """
    placement = await placements.by_id.maybe(tx, placement_id=PlacementId(charge.ref))
    selling = placement is not None and await merchants.is_selling(tx, placement.merchant_id)
    standing = await placements.lock.maybe(tx, placement_id=charge.ref)
    if placement is None or standing is None or standing.state != "unpaid":
        return False
    await ledger.want_accounts(tx, [money.account_of(placement.placement_id)], now)
    await ledger.transfer(tx, money.deposit(placement.placement_id, charge.charge_id, placement.fen), now)
    starts_at, ends_at = asking.run_of(placement, now)
    placements.run.expect(tx, placement_id=placement.placement_id, starts_at=starts_at, ends_at=ends_at, now=now)
    if not selling:
        placements.change.expect(tx, placement_id=placement.placement_id, state="paused", was="running", now=now)
    await merchants.tell_owner(tx, placement.merchant_id, now)
    return True
