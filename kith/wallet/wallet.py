"""What was decided about a wallet: the class of its owner's identity, and whether it is frozen."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit.sql import Query, Statement

FreezeDeed = Literal["freeze", "unfreeze"]


class Decided(Struct, frozen=True):
    """The row; `NOTHING` where there is none."""

    identity_class: int
    name_key: bytes | None
    frozen_at: datetime | None
    frozen_reason: str | None


class Frozen(Struct, frozen=True):
    """Since when nothing goes out of a wallet, and why."""

    at: datetime
    reason: str


class FrozenWallet(Struct, frozen=True):
    """A frozen wallet, as an operator lists it."""

    person_id: UUID
    frozen_at: datetime
    frozen_reason: str


class FreezeMove(Struct, frozen=True):
    """Who froze or freed a wallet, and why."""

    number: int
    deed: FreezeDeed
    reason: str
    decided_by: str
    decided_at: datetime


NOTHING = Decided(0, None, None, None)


def frozen(decided: Decided) -> Frozen | None:
    """How it is frozen, if it is."""
    if decided.frozen_at is None or decided.frozen_reason is None:
        return None
    return Frozen(decided.frozen_at, decided.frozen_reason)


by_id = Query(
    Decided,
    "SELECT identity_class, name_key, frozen_at, frozen_reason FROM wallet WHERE person_id = %(person_id)s",
)

lock = Query(
    Decided,
    "SELECT identity_class, name_key, frozen_at, frozen_reason FROM wallet WHERE person_id = %(person_id)s FOR UPDATE",
)

want = Statement(
    "INSERT INTO wallet (person_id, identity_class) VALUES (%(person_id)s, 0) ON CONFLICT (person_id) DO NOTHING"
)

freeze = Statement(
    """
    UPDATE wallet SET frozen_at = %(now)s, frozen_reason = %(reason)s
    WHERE person_id = %(person_id)s AND frozen_at IS NULL
    """
)

unfreeze = Statement(
    """
    UPDATE wallet SET frozen_at = NULL, frozen_reason = NULL
    WHERE person_id = %(person_id)s AND frozen_at IS NOT NULL
    """
)

note = Statement(
    """
    INSERT INTO wallet_freeze (person_id, number, deed, reason, decided_by, decided_at)
    SELECT %(person_id)s, count(*) + 1, %(deed)s, %(reason)s, %(by)s, %(now)s
    FROM wallet_freeze WHERE person_id = %(person_id)s
    """
)

notes = Query(
    FreezeMove,
    """
    SELECT number, deed, reason, decided_by, decided_at FROM wallet_freeze
    WHERE person_id = %(person_id)s ORDER BY number
    """,
)

all_frozen = Query(
    FrozenWallet,
    """
    SELECT person_id, frozen_at, frozen_reason FROM wallet WHERE frozen_at IS NOT NULL
    ORDER BY frozen_at DESC, person_id LIMIT %(limit)s
    """,
)

# A higher class only: a check that ends late does not take one away.
raise_class = Statement(
    """
    UPDATE wallet SET identity_class = %(identity_class)s, name_key = %(name_key)s
    WHERE person_id = %(person_id)s AND identity_class < %(identity_class)s
    """
)

forget = Statement("UPDATE wallet SET identity_class = 0, name_key = NULL WHERE person_id = %(person_id)s")
