"""Note by whose invitation somebody came."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.tasks import invite as invites
from kith.tasks import invited as inviteds


async def note_arrival(tx: Tx, me: people.Me, code: str, now: datetime) -> None:
    """Keep who invited the person who has just joined, and whether the two are on one device. For `people.Coming`.

    A code that leads nowhere brings nobody, and hinders nobody.
    """
    inviter = await invites.owner.maybe(tx, code=code) if code.isalnum() else None
    if inviter is None:
        return
    counts = not await people.linked(tx, {me.person_id, people.PersonId(inviter)})
    await inviteds.add.run(tx, person_id=me.person_id, inviter_id=inviter, counts=counts, now=now)
