"""How a shop stands with the operators: what it is certified for and until when, and whether it is suspended."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement, Tx
from kith.merchants.shop import MerchantId

Category = Literal["flowers", "home", "beauty", "digital", "jewellery"]
Deed = Literal["certified", "suspended", "reinstated"]

Hook = Callable[[Tx, MerchantId, datetime], Awaitable[None]]


class StandingMoved(Struct, frozen=True):
    """What happens when a shop is suspended and when it is reinstated, in the same transaction."""

    suspended: Hook
    reinstated: Hook


class Standing(Struct, frozen=True):
    """How a shop stands. `certified_until` is None where no papers were ever checked."""

    category: Category | None
    certified_until: datetime | None
    suspended_at: datetime | None
    suspended_reason: str | None


class Step(Struct, frozen=True):
    """Who changed how a shop stands, and why."""

    number: int
    deed: Deed
    decided_by: str
    reason: str
    decided_at: datetime


class LicenceTaken(Refusal):
    """Another shop was certified with this business licence. If it is yours, have that shop certified again."""


class ShopSuspended(Refusal):
    """This shop is suspended and sells nothing new at present."""


class NotSuspended(Refusal):
    """This shop is not suspended."""


class AlreadySuspended(Refusal):
    """This shop is suspended already."""


def certified(standing: Standing, now: datetime) -> bool:
    """Whether the shop wears the badge: its papers were checked and are still good, and it is not suspended."""
    return standing.certified_until is not None and standing.certified_until > now and standing.suspended_at is None


of = Query(
    Standing,
    """
    SELECT category, certified_until, suspended_at, suspended_reason FROM merchant WHERE merchant_id = %(merchant_id)s
    """,
)

# Waits for a suspension that is being committed, and makes one wait.
hold = Query(
    Standing,
    """
    SELECT category, certified_until, suspended_at, suspended_reason FROM merchant
    WHERE merchant_id = %(merchant_id)s FOR SHARE
    """,
)

ending = Query(
    UUID,
    """
    SELECT merchant_id FROM merchant
    WHERE certified_until > %(now)s AND certified_until <= %(before)s ORDER BY certified_until LIMIT %(limit)s
    """,
)

claim_licence = Query(
    UUID,
    """
    INSERT INTO licence (licence_no, merchant_id, certified_at) VALUES (%(licence_no)s, %(merchant_id)s, %(now)s)
    ON CONFLICT (licence_no) DO UPDATE SET licence_no = excluded.licence_no
    RETURNING merchant_id
    """,
)
licence_holder = Query(UUID, "SELECT merchant_id FROM licence WHERE licence_no = %(licence_no)s")

certify = Statement("""
    UPDATE merchant SET category = %(category)s, certified_until = %(until_at)s WHERE merchant_id = %(merchant_id)s
""")

suspend = Statement("""
    UPDATE merchant SET suspended_at = %(now)s, suspended_reason = %(reason)s
    WHERE merchant_id = %(merchant_id)s AND suspended_at IS NULL
""")

reinstate = Statement("""
    UPDATE merchant SET suspended_at = NULL, suspended_reason = NULL
    WHERE merchant_id = %(merchant_id)s AND suspended_at IS NOT NULL
""")

# After the row of the shop was written, so that two steps of one shop come one after the other.
record = Statement("""
    INSERT INTO merchant_step (merchant_id, number, deed, decided_by, reason, decided_at)
    SELECT %(merchant_id)s::uuid,
           1 + coalesce((SELECT max(number) FROM merchant_step WHERE merchant_id = %(merchant_id)s), 0),
           %(deed)s::text, %(by)s::text, %(reason)s::text, %(now)s::timestamptz
""")

steps = Query(
    Step,
    """
    SELECT number, deed, decided_by, reason, decided_at FROM merchant_step
    WHERE merchant_id = %(merchant_id)s ORDER BY number
    """,
)
