"""Forget what ads keep of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.ads import placement as placements
from kith.ads import sight as sights
from kith.ads.end import end
from kith.ads.placement import PlacementId
from kith.kit.sql import Tx


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """End what the person pays for, what was not delivered going back; then forget what she was shown and hid.

    For `people.Leaving`.
    """
    was = ("in_review", "unpaid", "running", "paused")
    for one in await placements.unended_of.all(tx, payer_id=person_id):
        await end(tx, PlacementId(one), "stopped", was=was, now=now)
    for statement in (sights.forget_sights, sights.forget_hidden, sights.forget_uses):
        await statement.run(tx, person_id=person_id)
