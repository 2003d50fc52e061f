"""Forget where somebody was who leaves."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.places import whereabouts as rows
from kith.places.forget_position import forget_position


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """The position, and what was chosen about it. For `people.Leaving`."""
    del now
    await forget_position(tx, person_id)
    await rows.forget_person.run(tx, person_id=person_id)
