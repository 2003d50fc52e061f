"""Forget what notices keep of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.notices import event as events


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """Forget all events and how many there were. For `people.Leaving`."""
    del now
    await events.forget_all.run(tx, person_id=person_id)
    await events.forget_due.run(tx, person_id=person_id)
    await events.forget_count.run(tx, person_id=person_id)
