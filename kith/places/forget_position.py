"""Forget where somebody is."""

from kith import people
from kith.kit.sql import Tx
from kith.places import spot as spots
from kith.places import whereabouts as rows


async def forget_position(tx: Tx, person_id: people.PersonId) -> None:
    """Lock the person's row; nobody finds the person any more until another position comes."""
    row = await rows.lock.maybe(tx, person_id=person_id)
    if row is None or row.cell is None:
        return
    await rows.let_go.run(tx, person_id=person_id)
    where = spots.region(spots.shown(row.cell, row.hides_distance))
    await spots.remove.run(tx, region=where, person_id=person_id)
