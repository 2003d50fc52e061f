"""List whom somebody invited."""

from datetime import datetime

from kith import people
from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.tasks import invited as inviteds
from kith.tasks.invited import InvitedFriend


async def list_friends(
    tx: Tx, person_id: people.PersonId, *, after: str | None, limit: int, now: datetime
) -> Page[InvitedFriend]:
    """Who came by the person's invitation and has a profile, the newest first. Raises `BadCursor`.

    Whom a block keeps apart from the person is not shown.
    """
    after_at, after_id = key(after, Newest) or TOP
    rows = await inviteds.newest.all(tx, inviter_id=person_id, after_at=after_at, after_id=after_id, limit=limit + 1)
    shown = rows[:limit]
    following = cursor(shown[-1].joined_at, shown[-1].person_id) if len(rows) > limit else None
    footing = await people.between(tx, [(person_id, one.person_id) for one in shown])
    seen = [one for one in shown if not footing[person_id, one.person_id].apart]
    cards = await people.cards(tx, [one.person_id for one in seen], now)
    friends = [InvitedFriend(cards[one.person_id], inviteds.state_of(one), one.joined_at) for one in seen]
    return Page(friends, following)
