"""Say who may write to a person."""

from datetime import datetime

from kith import people
from kith.chat import writing as writings
from kith.chat.writing import ChatDoor
from kith.kit.sql import Tx


async def set_door(tx: Tx, person_id: people.PersonId, door: ChatDoor, now: datetime) -> ChatDoor:
    """From now on everybody, or friends only. Conversations in which both have written go on."""
    if door.friends_only:
        await writings.shut.run(tx, person_id=person_id, now=now)
    else:
        await writings.open_up.run(tx, person_id=person_id)
    return door
