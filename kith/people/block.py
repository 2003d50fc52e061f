"""Block a person."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import tie as ties
from kith.people.hold_pair import hold_pair
from kith.people.person import NotYourself, PersonId, PersonNotFound
from kith.people.tie import Blocked
from kith.people.unfollow import unfollow


async def block(tx: Tx, blocked: Blocked, person_id: PersonId, other_id: PersonId, now: datetime) -> None:
    """Make the two invisible to each other, end their following, and tell the capabilities above, all at once.

    Blocking twice is blocking once. It works on somebody who blocked first, whom one no longer sees: otherwise whoever
    blocks first could keep the other from ever blocking. Raises `NotYourself`, then `PersonNotFound`.
    """
    if person_id == other_id:
        raise NotYourself
    await hold_pair(tx, person_id, other_id)
    if not await persons.has_profile.one(tx, person_id=other_id):
        raise PersonNotFound
    if not await ties.block.run(tx, person_id=person_id, other_id=other_id, now=now):
        return
    await ties.be_blocked.run(tx, person_id=other_id, other_id=person_id, now=now)
    await unfollow(tx, person_id, other_id)
    await unfollow(tx, other_id, person_id)
    for hook in blocked.hooks:
        await hook(tx, person_id, other_id, now)
