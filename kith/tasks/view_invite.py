"""Show somebody their invitation."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.tasks import invite as invites
from kith.tasks.invite import Invite


async def view_invite(tx: Tx, site: str, person_id: people.PersonId, now: datetime) -> Invite:
    """The person's code and link, made when they are first asked for; the same ever after."""
    code = invites.new_code()
    if await invites.make.maybe(tx, person_id=person_id, code=code, now=now):
        await invites.point.run(tx, code=code, person_id=person_id)
    else:
        code = await invites.of.one(tx, person_id=person_id)
    return Invite(code, f"{site}/app/invites/{code}")
