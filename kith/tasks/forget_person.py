"""Forget what tasks keep of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.tasks import invite as invites
from kith.tasks import invited as inviteds
from kith.tasks import streak as streaks


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """Who invited whom, the link, and the days go. Which rewards were paid stays in the books, under an id.

    For `people.Leaving`.
    """
    del now
    for statement in (
        streaks.forget,
        invites.unpoint,
        invites.forget,
        inviteds.forget,
        inviteds.forget_invited,
    ):
        await statement.run(tx, person_id=person_id)
