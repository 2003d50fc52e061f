"""Fetch the pictures that products want."""

import asyncio
from datetime import datetime

from kith import media
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.mall import product_picture as pictures
from kith.mall.keep_picture import keep_picture
from kith.mall.policy import Policy
from kith.mall.product_picture import WantedPicture

_AT_ONCE = 4


async def fetch_pictures(
    db: Database,
    *,
    shelf: media.Shelf,
    policy: Policy,
    now: datetime,
    limit: int = 40,
    network: media.Network = media.INTERNET,
) -> int:
    """Claim up to `limit` wanted pictures, fetch a few at a time, keep each. Returns how many were claimed.

    The claim is committed before anything is fetched: a worker that dies loses a try, never a picture.
    """
    async with db.transaction() as tx:
        claimed = await pictures.claim.all(tx, now=now, again_at=now + pictures.PAUSES[0], limit=limit)
    turns = asyncio.Semaphore(_AT_ONCE)

    async def keep(wanted: WantedPicture) -> None:
        async with turns:
            got = await _fetched(wanted, network)
            await keep_picture(db, shelf, wanted, got, policy=policy, now=now)

    async with asyncio.TaskGroup() as group:
        for wanted in claimed:
            group.create_task(keep(wanted))
    return len(claimed)


async def _fetched(wanted: WantedPicture, network: media.Network) -> bytes | Refusal:
    try:
        return await media.fetch(wanted.source, network)
    except Refusal as refusal:
        return refusal
