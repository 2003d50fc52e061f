"""A person's own lists: what I gave, what I received. They also say how much of giving is going on around a person."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.gifts.gift import GiftId
from kith.kit.page import cursor
from kith.kit.sql import Query, Statement

Key = tuple[datetime, UUID]
"""Where a list goes on: since when, and which gift."""

TOP: Key = (datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1))
"""Before the newest entry."""


class Entry(Struct, frozen=True):
    """One line of a diary."""

    gift_id: GiftId
    since_at: datetime


def lock_keys(persons: Iterable[people.PersonId]) -> list[int]:
    """Under which numbers persons are held, so that their gifts can be counted; 64 bits with sign, in one order."""
    digests = {sha256(b"gifts" + person.bytes).digest()[:8] for person in persons}
    return sorted(int.from_bytes(digest, "big", signed=True) for digest in digests)


def following(entries: Sequence[Entry], limit: int) -> str | None:
    """The cursor to the page after this one; None after the last."""
    if len(entries) < limit:
        return None
    return cursor(entries[-1].since_at, entries[-1].gift_id)


hold = Query(str, "SELECT pg_advisory_xact_lock(%(key)s)::text")

write_given = Statement(
    """INSERT INTO given (person_id, gift_id, recipient_id, merchant_id, given_at, unpaid_until)
    VALUES (%(person_id)s, %(gift_id)s, %(recipient_id)s, %(merchant_id)s, %(now)s, %(unpaid_until)s)"""
)
write_received = Statement(
    """INSERT INTO received (person_id, gift_id, giver_id, unpaid_until, arrives_at)
    VALUES (%(person_id)s, %(gift_id)s, %(giver_id)s, %(unpaid_until)s, %(arrives_at)s)"""
)
paid = Statement("UPDATE given SET unpaid_until = NULL WHERE person_id = %(person_id)s AND gift_id = %(gift_id)s")
ask = Statement(
    "UPDATE given SET unpaid_until = %(unpaid_until)s WHERE person_id = %(person_id)s AND gift_id = %(gift_id)s"
)
rest = Statement(
    "UPDATE received SET arrives_at = %(arrives_at)s WHERE person_id = %(person_id)s AND gift_id = %(gift_id)s"
)
reach = Statement(
    "UPDATE received SET offered_at = %(offered_at)s WHERE person_id = %(person_id)s AND gift_id = %(gift_id)s"
)
never_came = Statement(
    """DELETE FROM received WHERE person_id = %(person_id)s AND gift_id = %(gift_id)s
        AND (offered_at IS NULL OR offered_at > %(now)s)"""
)

# Whom the giver may not work for while the address can be read.
comes_from = Statement(
    "UPDATE given SET merchant_id = %(merchant_id)s WHERE person_id = %(person_id)s AND gift_id = %(gift_id)s"
)

count_unpaid = Query(int, "SELECT count(*)::int FROM given WHERE person_id = %(person_id)s AND unpaid_until > %(now)s")
count_reaching = Query(
    int,
    """SELECT count(*)::int FROM received WHERE person_id = %(person_id)s AND giver_id <> person_id AND (
        (offered_at > %(since_at)s AND offered_at < %(until_at)s)
        OR (offered_at IS NULL AND arrives_at > %(since_at)s AND arrives_at < %(until_at)s)
        OR (offered_at IS NULL AND arrives_at IS NULL AND unpaid_until > %(now)s AND %(now)s > %(since_at)s)
    )""",
)

given = Query(
    Entry,
    """SELECT gift_id, given_at AS since_at FROM given
    WHERE person_id = %(person_id)s AND (given_at, gift_id) < (%(after_at)s, %(after_id)s)
    ORDER BY given_at DESC, gift_id DESC LIMIT %(limit)s""",
)
received = Query(
    Entry,
    """SELECT gift_id, offered_at AS since_at FROM received
    WHERE person_id = %(person_id)s AND offered_at IS NOT NULL AND offered_at <= %(now)s
        AND (offered_at, gift_id) < (%(after_at)s, %(after_id)s)
    ORDER BY offered_at DESC, gift_id DESC LIMIT %(limit)s""",
)
all_of = Query(
    UUID,
    """SELECT gift_id FROM given WHERE person_id = %(person_id)s
    UNION SELECT gift_id FROM received WHERE person_id = %(person_id)s""",
)
forget_given = Statement("DELETE FROM given WHERE person_id = %(person_id)s")
forget_received = Statement("DELETE FROM received WHERE person_id = %(person_id)s")
between = Query(UUID, "SELECT gift_id FROM given WHERE person_id = %(giver_id)s AND recipient_id = %(recipient_id)s")
from_shop = Query(UUID, "SELECT gift_id FROM given WHERE person_id = %(person_id)s AND merchant_id = %(merchant_id)s")
