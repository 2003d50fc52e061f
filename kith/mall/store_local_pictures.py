"""Store pictures that lie beside a feed."""

import asyncio
from datetime import datetime
from pathlib import Path

from kith import media, merchants
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.mall import product_picture as pictures
from kith.mall.keep_picture import keep_picture
from kith.mall.policy import Policy


async def store_local_pictures(
    db: Database,
    shelf: media.Shelf,
    merchant_id: merchants.MerchantId,
    folder: Path,
    *,
    policy: Policy,
    now: datetime,
) -> int:
    """Read the pictures that the shop's products name in the feed's folder, and keep each. Returns how many it has now.

    A path that leads out of the folder, by name or by link, is refused; what is not there now is not tried again.
    """
    async with db.transaction() as tx:
        wanted = await pictures.local.all(tx, merchant_id=merchant_id)
    kept = 0
    for one in wanted:
        final = pictures.last_try(one, policy.picture_tries)
        try:
            got: bytes | Refusal = await asyncio.to_thread(pictures.local_bytes, folder, one.source)
        except Refusal as refusal:
            got = refusal
        kept += await keep_picture(db, shelf, final, got, policy=policy, now=now)
    return kept
