"""Set one's gift door."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import gift_door as doors
from kith.people.gift_door import Door
from kith.people.person import PersonId


async def set_door(tx: Tx, person_id: PersonId, door: Door, now: datetime) -> Door:
    """From now on the door is this; gifts that came through it before are not touched."""
    await doors.write.run(
        tx, person_id=person_id, who=door.who, ceiling_fen=door.ceiling_fen, per_week=door.per_week, now=now
    )
    return door
