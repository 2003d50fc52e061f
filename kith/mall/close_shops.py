"""Take goods out of the mall that nobody would send."""

from datetime import datetime

from kith import merchants, people
from kith.kit.sql import Tx
from kith.mall import reviewing


async def close_shops(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """Delist what is sold by shops that only this person keeps. For `people.Leaving`."""
    for merchant_id in await merchants.kept_alone(tx, person_id):
        await reviewing.delist_all.run(tx, merchant_id=merchant_id, now=now)
