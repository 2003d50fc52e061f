"""List one's applications."""

from kith import people
from kith.applications import application as applications
from kith.applications.application import Application
from kith.applications.view import view
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx


async def list_applications(tx: Tx, ring: KeyRing, person_id: people.PersonId) -> list[Application]:
    """All that this person ever applied for, the newest first: there are few."""
    rows = await applications.of.all(tx, person_id=person_id)
    return [await view(tx, ring, person_id, row.application_id) for row in rows]
