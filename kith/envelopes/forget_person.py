"""Forget what envelopes keep of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.envelopes import brake as brakes
from kith.envelopes import claiming as claims
from kith.envelopes import envelope as envelopes
from kith.envelopes import share as shares
from kith.envelopes.end import end
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.lapse import lapse
from kith.kit.sql import Tx


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """End what the person sent and nobody emptied, what is left going back first; then erase words and history.

    Who took what of others' envelopes stays under an id that leads to nobody. For `people.Leaving`.
    """
    for one in await envelopes.unended_of.all(tx, sender_id=person_id):
        envelope_id = EnvelopeId(one)
        if not await end(tx, envelope_id, "stopped", now):
            await lapse(tx, envelope_id, now)
    await envelopes.unsay.run(tx, sender_id=person_id)
    await shares.forget_devices.run(tx, person_id=person_id)
    for statement in (shares.forget, claims.forget_tries, brakes.forget_person):
        await statement.run(tx, person_id=person_id)
