"""Ties between two people: who follows whom, who blocked whom, who has met whom.

Each is stored from both ends, so that every question about a person is answered from that person's own rows. Whatever
changes or relies on a tie first takes `hold`, so that a follow and a block of the same two cannot both come through.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement, Tx
from kith.people.person import PersonId

Circle = Literal["following", "followers", "friends", "blocks"]
"""People around a person: whom one follows, by whom one is followed, both of it, whom one has blocked."""


class FollowLimit(Refusal, status=409):
    """You follow as many people as one can. Unfollow somebody first."""


@dataclass(frozen=True)
class Blocked:
    """What the capabilities above do when one person blocks another, in the same transaction, in this order."""

    hooks: tuple[Callable[[Tx, PersonId, PersonId, datetime], Awaitable[None]], ...] = ()


@dataclass(frozen=True)
class NewFollower:
    """What the capabilities above do when somebody, the first of the two, has begun to follow another, in the same
    transaction, in this order.
    """

    hooks: tuple[Callable[[Tx, PersonId, PersonId, datetime], Awaitable[None]], ...] = ()


class Followed(Struct):
    """After following somebody."""

    friends: bool
    """You follow each other."""


class Tie(Struct):
    """One row of a list of people."""

    other_id: PersonId
    since_at: datetime


class Ties(Struct):
    """What stands between a person and another."""

    follows: bool
    followed: bool
    met: bool
    blocked: bool
    """In either direction."""


def person_key(person: PersonId) -> int:
    """The number under which one person is held; 64 bits with sign."""
    return int.from_bytes(sha256(b"person" + person.bytes).digest()[:8], "big", signed=True)


def pair_key(one: PersonId, other: PersonId) -> int:
    """The number under which two people are held, the same from both sides; 64 bits with sign."""
    low, high = sorted((one.bytes, other.bytes))
    return int.from_bytes(sha256(b"pair" + low + high).digest()[:8], "big", signed=True)


# Whoever leaves is held alone, which waits for all who hold a pair, and lets no other begin.
hold = Query(
    str,
    """
    SELECT pg_advisory_xact_lock_shared(%(one)s)::text || pg_advisory_xact_lock_shared(%(other)s)::text
        || pg_advisory_xact_lock(%(key)s)::text
    """,
)
hold_alone = Query(str, "SELECT pg_advisory_xact_lock(%(key)s)::text")

between = Query(
    Ties,
    """
    SELECT
        EXISTS (SELECT FROM following WHERE person_id = %(person_id)s AND other_id = %(other_id)s) AS follows,
        EXISTS (SELECT FROM follower WHERE person_id = %(person_id)s AND other_id = %(other_id)s) AS followed,
        EXISTS (SELECT FROM met WHERE person_id = %(person_id)s AND other_id = %(other_id)s) AS met,
        EXISTS (SELECT FROM block WHERE person_id = %(person_id)s AND other_id = %(other_id)s)
            OR EXISTS (SELECT FROM blocked_by WHERE person_id = %(person_id)s AND other_id = %(other_id)s) AS blocked
    """,
)
kept_apart = Query(
    bool,
    """
    SELECT EXISTS (SELECT FROM block WHERE person_id = %(person_id)s AND other_id = %(other_id)s)
        OR EXISTS (SELECT FROM blocked_by WHERE person_id = %(person_id)s AND other_id = %(other_id)s)
        OR EXISTS (SELECT FROM person WHERE person_id = %(person_id)s AND left_at IS NOT NULL)
        OR EXISTS (SELECT FROM person WHERE person_id = %(other_id)s AND left_at IS NOT NULL)
    """,
)
count_following = Query(int, "SELECT count(*)::int FROM following WHERE person_id = %(person_id)s")

follow = Statement(
    """
    INSERT INTO following (person_id, other_id, since_at) VALUES (%(person_id)s, %(other_id)s, %(now)s)
    ON CONFLICT DO NOTHING
    """
)
be_followed = Statement(
    """
    INSERT INTO follower (person_id, other_id, since_at) VALUES (%(person_id)s, %(other_id)s, %(now)s)
    ON CONFLICT DO NOTHING
    """
)
unfollow = Statement("DELETE FROM following WHERE person_id = %(person_id)s AND other_id = %(other_id)s")
lose_follower = Statement("DELETE FROM follower WHERE person_id = %(person_id)s AND other_id = %(other_id)s")

block = Statement(
    """
    INSERT INTO block (person_id, other_id, since_at) VALUES (%(person_id)s, %(other_id)s, %(now)s)
    ON CONFLICT DO NOTHING
    """
)
be_blocked = Statement(
    """
    INSERT INTO blocked_by (person_id, other_id, since_at) VALUES (%(person_id)s, %(other_id)s, %(now)s)
    ON CONFLICT DO NOTHING
    """
)
unblock = Statement("DELETE FROM block WHERE person_id = %(person_id)s AND other_id = %(other_id)s")
be_unblocked = Statement("DELETE FROM blocked_by WHERE person_id = %(person_id)s AND other_id = %(other_id)s")

meet = Statement(
    """
    INSERT INTO met (person_id, other_id, since_at) VALUES (%(person_id)s, %(other_id)s, %(now)s)
    ON CONFLICT DO NOTHING
    """
)

apart = Query(
    UUID,
    """
    SELECT other_id FROM block WHERE person_id = %(person_id)s
    UNION SELECT other_id FROM blocked_by WHERE person_id = %(person_id)s
    """,
)
followed_of = Query(
    UUID,
    "SELECT other_id FROM following WHERE person_id = %(person_id)s AND other_id = ANY(%(other_ids)s::uuid[])",
)
followers_of = Query(
    UUID,
    "SELECT other_id FROM follower WHERE person_id = %(person_id)s AND other_id = ANY(%(other_ids)s::uuid[])",
)

following = Query(
    Tie,
    """
    SELECT other_id, since_at FROM following
    WHERE person_id = %(person_id)s AND (since_at, other_id) < (%(after_at)s, %(after_id)s)
    ORDER BY since_at DESC, other_id DESC LIMIT %(limit)s
    """,
)
followers = Query(
    Tie,
    """
    SELECT other_id, since_at FROM follower
    WHERE person_id = %(person_id)s AND (since_at, other_id) < (%(after_at)s, %(after_id)s)
    ORDER BY since_at DESC, other_id DESC LIMIT %(limit)s
    """,
)
friends = Query(
    Tie,
    """
    SELECT following.other_id, following.since_at FROM following
    JOIN follower ON follower.person_id = following.person_id AND follower.other_id = following.other_id
    WHERE following.person_id = %(person_id)s
        AND (following.since_at, following.other_id) < (%(after_at)s, %(after_id)s)
    ORDER BY following.since_at DESC, following.other_id DESC LIMIT %(limit)s
    """,
)
blocks = Query(
    Tie,
    """
    SELECT other_id, since_at FROM block
    WHERE person_id = %(person_id)s AND (since_at, other_id) < (%(after_at)s, %(after_id)s)
    ORDER BY since_at DESC, other_id DESC LIMIT %(limit)s
    """,
)

friend_ids = Query(
    UUID,
    """
    SELECT other_id FROM following WHERE person_id = %(person_id)s
    INTERSECT SELECT other_id FROM follower WHERE person_id = %(person_id)s
    """,
)

circles: dict[Circle, Query[Tie]] = {
    "following": following,
    "followers": followers,
    "friends": friends,
    "blocks": blocks,
}
