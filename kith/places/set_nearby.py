"""Choose how one is found nearby."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.places import spot as spots
from kith.places import whereabouts as rows
from kith.places.forget_position import forget_position
from kith.places.spot import Step
from kith.places.whereabouts import Nearby, NearbyForm


async def set_nearby(
    tx: Tx, secret: people.Secret, person_id: people.PersonId, form: NearbyForm, now: datetime
) -> Nearby:
    """Lock the person's row, made at the first time, and let others find the person as is chosen from now on.

    Switched off, the position is forgotten at once. Raises `people.SignInFirst` for somebody who has left.
    """
    seed = await people.lasting_key(tx, secret, person_id, "nearby")
    await rows.start.run(tx, person_id=person_id, seed=seed)
    before = await rows.lock.one(tx, person_id=person_id)
    if not form.sharing or (before.forget_at and before.forget_at <= now):
        await forget_position(tx, person_id)
    elif before.cell is not None:
        where = spots.region(spots.shown(before.cell, before.hides_distance))
        await spots.remove.run(tx, region=where, person_id=person_id)
    await rows.choose.run(
        tx,
        person_id=person_id,
        sharing=form.sharing,
        invisible=form.invisible,
        hides_distance=form.hides_distance,
    )
    after = await rows.of.one(tx, person_id=person_id)
    traits = await people.traits(tx, [person_id])
    if after.cell is not None and after.fixed_at is not None and person_id in traits:
        # A switch is no activity.
        step = Step(after, after, after.fixed_at, spots.Traits(*traits[person_id]))
        await spots.move.all(tx, **spots.columns([step]))
    return rows.choices(await rows.of.one(tx, person_id=person_id), now)
