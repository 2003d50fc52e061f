"""Note whether somebody wants to be pushed."""

from kith import people
from kith.kit.sql import Tx
from kith.notices import event as events


async def want_push(tx: Tx, person_id: people.PersonId, *, wanted: bool) -> None:
    """From now on what the person is told also waits for `take_due`, or does not."""
    await events.want_push.run(tx, person_id=person_id, wanted=wanted)
