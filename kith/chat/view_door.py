"""Look at who may write to a person."""

from kith import people
from kith.chat import writing as writings
from kith.chat.writing import ChatDoor
from kith.kit import arrays
from kith.kit.sql import Tx


async def view_door(tx: Tx, person_id: people.PersonId) -> ChatDoor:
    """Everybody, or friends only."""
    return ChatDoor(bool(await writings.friends_only.all(tx, person_ids=arrays.uuids([person_id]))))
