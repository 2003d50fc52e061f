"""Forget what merchants keep of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """End the work in every shop, and forget which shops were blocked. For `people.Leaving`."""
    del now
    for merchant_id in await shops.staffed.all(tx, person_id=person_id):
        await shops.dismiss.run(tx, merchant_id=merchant_id, person_id=person_id)
        await shops.disown.run(tx, merchant_id=merchant_id, person_id=person_id)
    await shops.forget_work.run(tx, person_id=person_id)
    await shops.forget_blocks.run(tx, person_id=person_id)
