"""Who came by an invitation, on which of the first days they were here, and whether they stayed."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.kit.sql import Query, Statement
from kith.tasks.policy import Policy

FriendState = Literal["joined", "stays", "rewarded"]


class Invited(Struct, frozen=True):
    """Somebody who came by an invitation; `days` has a bit for each day from that of joining on.

    It does not count (`counts`) when the two were once signed in on one device, nor where the friend's telephone number
    had counted before.
    """

    person_id: people.PersonId
    inviter_id: people.PersonId
    joined_at: datetime
    days: int
    counts: bool
    stayed_at: datetime | None
    rewarded_at: datetime | None


class InvitedFriend(Struct, frozen=True):
    """A friend who came by my invitation, and whether they stayed. How often they are here is not mine to know."""

    person: people.Card
    state: FriendState
    joined_at: datetime


class OwnInviter(Struct, frozen=True):
    """By whom I came, in a copy."""

    inviter_id: UUID
    joined_at: datetime


def day_number(joined_at: datetime, now: datetime) -> int:
    """Which day in Beijing this is since somebody joined; the day of joining is 1."""
    return (people.day_of(now) - people.day_of(joined_at)).days + 1


def day_bit(joined_at: datetime, now: datetime, policy: Policy) -> int:
    """The bit of this day, 0 where it no longer counts."""
    number = day_number(joined_at, now)
    return 1 << number - 1 if 1 <= number <= policy.stay_within_days else 0


def stays(days: int, policy: Policy) -> bool:
    """Whether somebody was here on enough of the days that count. The day of joining does not."""
    counting = (1 << policy.stay_within_days) - 2
    return (days & counting).bit_count() >= policy.stay_days


def state_of(one: Invited) -> FriendState:
    """How it stands, as the inviter sees it."""
    if one.rewarded_at:
        return "rewarded"
    return "stays" if one.stayed_at and one.counts else "joined"


add = Statement(
    """
    INSERT INTO invited (person_id, inviter_id, joined_at, days, counts)
    VALUES (%(person_id)s, %(inviter_id)s, %(now)s, 1, %(counts)s) ON CONFLICT DO NOTHING
    """
)
undecided = Query(
    Invited,
    """
    SELECT person_id, inviter_id, joined_at, days, counts, stayed_at, rewarded_at
    FROM invited WHERE person_id = %(person_id)s AND stayed_at IS NULL AND counts
    """,
)
be_here = Query(
    int,
    """
    UPDATE invited SET days = days | %(bit)s, counts = counts AND %(counts)s
    WHERE person_id = %(person_id)s AND stayed_at IS NULL AND counts RETURNING days
    """,
)
stay = Query(
    UUID,
    """
    UPDATE invited SET stayed_at = %(now)s
    WHERE person_id = %(person_id)s AND stayed_at IS NULL AND counts RETURNING inviter_id
    """,
)
due = Query(
    Invited,
    """
    SELECT person_id, inviter_id, joined_at, days, counts, stayed_at, rewarded_at
    FROM invited
    WHERE inviter_id = %(inviter_id)s AND joined_at >= %(since)s AND stayed_at IS NOT NULL AND rewarded_at IS NULL
        AND counts
    ORDER BY joined_at, person_id LIMIT 100
    """,
)
reward = Statement("UPDATE invited SET rewarded_at = %(now)s WHERE person_id = %(person_id)s AND rewarded_at IS NULL")
void = Statement("UPDATE invited SET counts = false WHERE person_id = %(person_id)s")
newest = Query(
    Invited,
    """
    SELECT person_id, inviter_id, joined_at, days, counts, stayed_at, rewarded_at
    FROM invited WHERE inviter_id = %(inviter_id)s AND (joined_at, person_id) < (%(after_at)s, %(after_id)s)
    ORDER BY joined_at DESC, person_id DESC LIMIT %(limit)s
    """,
)
by_whom = Query(OwnInviter, "SELECT inviter_id, joined_at FROM invited WHERE person_id = %(person_id)s")
forget_old = Statement("DELETE FROM invited WHERE stayed_at IS NULL AND joined_at < %(before)s")
forget = Statement("DELETE FROM invited WHERE person_id = %(person_id)s")
forget_invited = Statement("DELETE FROM invited WHERE inviter_id = %(person_id)s")
