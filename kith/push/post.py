"""A post: one push on its way to one browser."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.kit.sql import Query, Statement
from kith.push.choice import LASTS, Kind
from kith.push.policy import Policy

LEASE = timedelta(seconds=60)
"""How long one worker has a post to itself; longer than a try takes."""


class Letter(Struct, frozen=True):
    """What is pushed to whom."""

    person_id: people.PersonId
    device_id: people.DeviceId
    kind: Kind
    ref: UUID
    number: int
    """Of a summary how many things it is about, and otherwise 1."""


class Post(Letter, frozen=True):
    """A letter that is being tried."""

    made_at: datetime
    tries: int
    """This one included."""
    endpoint_key: bytes
    sealed: bytes


def columns(letters: Sequence[Letter]) -> dict[str, object]:
    """The parameters of `put`."""
    return {
        "person_ids": [one.person_id for one in letters],
        "device_ids": [one.device_id for one in letters],
        "kinds": [one.kind for one in letters],
        "refs": [one.ref for one in letters],
        "numbers": [one.number for one in letters],
    }


def left(post: Post, now: datetime) -> timedelta:
    """For how long it is still worth something."""
    return post.made_at + LASTS[post.kind] - now


def next_try(policy: Policy, post: Post, wait: timedelta, now: datetime) -> datetime | None:
    """When to try again; None when it is not worth it any more."""
    doubled = policy.retry_seconds * 2 ** min(post.tries - 1, 20)
    pause = min(max(timedelta(seconds=doubled), wait), timedelta(seconds=policy.retry_most_seconds))
    return now + pause if left(post, now) > pause else None


# What is said again before it has gone out is said once. A subscription may have ended meanwhile.
put = Statement(
    """
    INSERT INTO push_post (person_id, device_id, kind, ref, number, made_at, due_at, tries)
    SELECT said.person_id, said.device_id, said.kind, said.ref, said.number, %(now)s, %(now)s, 0
    FROM unnest(
        %(person_ids)s::uuid[], %(device_ids)s::uuid[], %(kinds)s::text[], %(refs)s::uuid[], %(numbers)s::int[]
    ) AS said (person_id, device_id, kind, ref, number)
    JOIN push_subscription AS there ON there.person_id = said.person_id AND there.device_id = said.device_id
    ORDER BY said.person_id, said.device_id, said.kind, said.ref
    FOR KEY SHARE OF there
    ON CONFLICT (person_id, device_id, kind, ref) DO UPDATE
    SET number = excluded.number, made_at = excluded.made_at, due_at = excluded.due_at, tries = 0
    """
)
lease = Query(
    Post,
    """
    WITH due AS (
        SELECT person_id, device_id, kind, ref FROM push_post
        WHERE due_at <= %(now)s ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
    UPDATE push_post AS post SET due_at = %(leased_until)s, tries = post.tries + 1
    FROM due JOIN push_subscription AS there ON there.person_id = due.person_id AND there.device_id = due.device_id
    WHERE post.person_id = due.person_id AND post.device_id = due.device_id
        AND post.kind = due.kind AND post.ref = due.ref
    RETURNING post.person_id, post.device_id, post.kind, post.ref, post.number, post.made_at, post.tries,
        there.endpoint_key, there.sealed
    """,
)
# Not what was said again meanwhile.
done = Statement(
    """
    DELETE FROM push_post
    WHERE person_id = %(person_id)s AND device_id = %(device_id)s AND kind = %(kind)s AND ref = %(ref)s
        AND made_at = %(made_at)s
    """
)
postpone = Statement(
    """
    UPDATE push_post SET due_at = %(due_at)s
    WHERE person_id = %(person_id)s AND device_id = %(device_id)s AND kind = %(kind)s AND ref = %(ref)s
        AND made_at = %(made_at)s
    """
)
seen = Statement("DELETE FROM push_post WHERE person_id = ANY(%(person_ids)s::uuid[]) AND made_at <= %(now)s")
