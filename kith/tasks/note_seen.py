"""Note that somebody who was invited is here again."""

from datetime import datetime

from kith import notices, people
from kith.kit.sql import Tx
from kith.tasks import invited as inviteds
from kith.tasks import programme as programmes
from kith.tasks.policy import Policy


async def note_seen(tx: Tx, me: people.Me, now: datetime, *, policy: Policy) -> None:
    """Mark the day. With the last that it takes the person has stayed, and the inviter is told while that is rewarded.

    Of others nothing is kept. For `people.Coming`.
    """
    one = await inviteds.undecided.maybe(tx, person_id=me.person_id)
    bit = inviteds.day_bit(one.joined_at, now, policy) if one else 0
    if one is None or not bit:
        return
    counts = not await people.linked(tx, {me.person_id, one.inviter_id})
    days = await inviteds.be_here.maybe(tx, person_id=me.person_id, bit=bit, counts=counts)
    if days is None or not counts or not inviteds.stays(days, policy):
        return
    inviter = await inviteds.stay.maybe(tx, person_id=me.person_id, now=now)
    programme = await programmes.of_kind.maybe(tx, kind="friend", now=now)
    if inviter is None or programme is None or one.joined_at < programme.starts_at:
        return
    if not await people.blocked(tx, me.person_id, one.inviter_id):
        await notices.tell(tx, one.inviter_id, "task", programme.programme_id, now)
