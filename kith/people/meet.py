"""Note that two people have both written to each other."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.person import PersonId


async def meet(tx: Tx, one: PersonId, other: PersonId, now: datetime) -> None:
    """Remembered once and for all; it counts (`met`) while they are friends."""
    await ties.meet.run(tx, person_id=one, other_id=other, now=now)
    await ties.meet.run(tx, person_id=other, other_id=one, now=now)
