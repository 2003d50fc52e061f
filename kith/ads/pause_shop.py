"""Take a suspended shop out of the list of people nearby."""

from datetime import datetime

from kith import merchants
from kith.ads import placement as placements
from kith.kit.sql import Tx


async def pause_shop(tx: Tx, merchant_id: merchants.MerchantId, now: datetime) -> None:
    """Pause what runs of it. Its owner lets it go on once the shop is reinstated. For `merchants.StandingMoved`."""
    running = await placements.running_of_shop.all(tx, merchant_id=merchant_id)
    for placement_id in running:
        await placements.change.maybe(tx, placement_id=placement_id, state="paused", was="running", now=now)
