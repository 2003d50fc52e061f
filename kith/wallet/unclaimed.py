"""Money that is in nobody's wallet: what came, or was left, where the owner is gone, and was set aside."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class OwnerIsThere(Refusal):
    """This wallet has an owner. What is in it is theirs."""


class Orphan(Struct, frozen=True):
    """A wallet whose owner left, and what is in it."""

    person_id: UUID
    fen: int


class SetAside(Struct, frozen=True):
    """What was taken out of such a wallet, by whom and why."""

    person_id: UUID
    number: int
    fen: int
    reason: str
    decided_by: str
    decided_at: datetime


class Sum(Struct, frozen=True):
    """How much of somebody's was set aside, ever."""

    person_id: UUID
    fen: int


numbered = Query(int, "SELECT count(*)::int + 1 AS number FROM wallet_unclaimed WHERE person_id = %(person_id)s")

note = Statement(
    """
    INSERT INTO wallet_unclaimed (person_id, number, fen, reason, decided_by, decided_at)
    VALUES (%(person_id)s, %(number)s, %(fen)s, %(reason)s, %(by)s, %(now)s)
    """
)

latest = Query(
    SetAside,
    """
    SELECT person_id, number, fen, reason, decided_by, decided_at FROM wallet_unclaimed
    ORDER BY decided_at DESC, person_id, number LIMIT %(limit)s
    """,
)

sums = Query(
    Sum,
    """
    SELECT person_id, sum(fen)::bigint AS fen FROM wallet_unclaimed
    WHERE person_id = ANY(%(person_ids)b::uuid[]) GROUP BY person_id
    """,
)
