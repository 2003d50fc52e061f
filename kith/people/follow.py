"""Follow a person."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import tie as ties
from kith.people.hold_pair import hold_pair
from kith.people.person import NotYourself, PersonId, PersonNotFound
from kith.people.policy import Policy
from kith.people.tie import Followed, FollowLimit, NewFollower


async def follow(
    tx: Tx, gained: NewFollower, policy: Policy, person_id: PersonId, other_id: PersonId, *, now: datetime
) -> Followed:
    """Write the tie from both ends and tell the capabilities above; following twice is following once.

    Two who follow each other are friends. Of two who do so at the same moment, one learns it here. Raises, in this
    order, `NotYourself`, `PersonNotFound` (also across a block), `FollowLimit`.
    """
    if person_id == other_id:
        raise NotYourself
    await hold_pair(tx, person_id, other_id)
    tie = await ties.between.one(tx, person_id=person_id, other_id=other_id)
    if tie.blocked or not await persons.has_profile.one(tx, person_id=other_id):
        raise PersonNotFound
    if tie.follows:
        return Followed(friends=tie.followed)
    await persons.lock.one(tx, person_id=person_id)
    if await ties.count_following.one(tx, person_id=person_id) >= policy.follow_limit:
        raise FollowLimit(limit=policy.follow_limit)
    await ties.follow.run(tx, person_id=person_id, other_id=other_id, now=now)
    await ties.be_followed.run(tx, person_id=other_id, other_id=person_id, now=now)
    for hook in gained.hooks:
        await hook(tx, person_id, other_id, now)
    return Followed(friends=tie.followed)
