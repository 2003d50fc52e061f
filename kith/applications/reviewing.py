"""Reviewing: the queue of applications, who looks at which, and what is decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith import merchants, people
from kith.applications.application import ApplicationId, Reason, Row, State
from kith.applications.certificate import Certificate
from kith.kit.sql import Query, Statement

Decision = Literal["approved", "more_wanted", "refused"]
Deed = Literal["submitted", "taken", "seen", "certificate_seen", "more_wanted", "approved", "refused"]


class Waiting(Struct, frozen=True):
    """An application in the queue. `review_by` is who looks at it, until `review_until`."""

    application_id: ApplicationId
    person_id: people.PersonId
    merchant_id: merchants.MerchantId | None
    state: State
    shop_name: str | None
    category: merchants.Category | None
    city: str | None
    submitted_at: datetime
    review_by: str | None
    review_until: datetime | None


class Step(Struct, frozen=True):
    """Something that was done with an application."""

    number: int
    deed: Deed
    done_by: str
    certificate_id: UUID | None
    reasons: list[str]
    words: str
    done_at: datetime


class Dossier(Struct, frozen=True):
    """An application as its reviewer sees it, with the whole number of the identity. It has no text form."""

    application: Row
    legal_name: str | None
    id_number: str | None
    certificates: list[Certificate]
    steps: list[Step]

    def __repr__(self) -> str:
        return "Dossier(…)"


def held_by(row: Row, by: str, now: datetime) -> bool:
    """Whether this reviewer has taken it, and still has it."""
    return row.state == "in_review" and row.review_by == by and row.review_until is not None and now < row.review_until


def held_by_another(row: Row, by: str, now: datetime) -> bool:
    """Whether another reviewer has it."""
    return row.state == "in_review" and row.review_by != by and row.review_until is not None and now < row.review_until


queue = Query(
    Waiting,
    """
    SELECT application_id, person_id, merchant_id, state, shop_name, category, city, submitted_at, review_by,
        review_until
    FROM application
    WHERE state IN ('submitted', 'in_review') AND submitted_at IS NOT NULL
        AND (%(after_at)s::timestamptz IS NULL
             OR (submitted_at, application_id) > (%(after_at)s::timestamptz, %(after_id)s::uuid))
    ORDER BY submitted_at, application_id LIMIT %(limit)s
    """,
)

lock = Query(
    Row,
    """
    SELECT person_id, application_id, merchant_id, state, shop_name, city, phone, category, licence_no, started_at,
        submitted_at, review_by, review_until, decided_at, reasons, words
    FROM application WHERE application_id = %(application_id)s FOR UPDATE
    """,
)

take = Statement("""
    UPDATE application SET state = 'in_review', review_by = %(by)s, review_until = %(until_at)s
    WHERE application_id = %(application_id)s AND state IN ('submitted', 'in_review')
""")

decide = Statement("""
    UPDATE application SET state = %(state)s, merchant_id = %(merchant_id)s, reasons = %(reasons)s, words = %(words)s,
        decided_at = %(now)s, review_by = NULL, review_until = NULL, reminded_at = NULL
    WHERE application_id = %(application_id)s AND state = 'in_review'
""")

# Under the lock of the application's row.
record = Statement("""
    INSERT INTO application_step (application_id, number, deed, done_by, certificate_id, reasons, words, done_at)
    SELECT %(application_id)s::uuid,
           1 + coalesce((SELECT max(number) FROM application_step WHERE application_id = %(application_id)s), 0),
           %(deed)s::text, %(by)s::text, %(certificate_id)s::uuid, %(reasons)s::text[], %(words)s::text,
           %(now)s::timestamptz
""")

steps = Query(
    Step,
    """
    SELECT number, deed, done_by, certificate_id, reasons, words, done_at FROM application_step
    WHERE application_id = %(application_id)s ORDER BY number
    """,
)

# The last approval of each shop whose badge runs out soon.
to_remind = Query(
    Row,
    """
    SELECT DISTINCT ON (merchant_id) person_id, application_id, merchant_id, state, shop_name, city, phone, category,
        licence_no, started_at, submitted_at, review_by, review_until, decided_at, reasons, words
    FROM application JOIN unnest(%(merchant_ids)s::uuid[]) AS ending (merchant_id) USING (merchant_id)
    WHERE state = 'approved'
    ORDER BY merchant_id, decided_at DESC
    """,
)

remind = Query(
    UUID,
    """
    UPDATE application SET reminded_at = %(now)s
    WHERE person_id = %(person_id)s AND application_id = %(application_id)s AND reminded_at IS NULL
    RETURNING application_id
    """,
)

stale = Query(
    Row,
    """
    SELECT person_id, application_id, merchant_id, state, shop_name, city, phone, category, licence_no, started_at,
        submitted_at, review_by, review_until, decided_at, reasons, words
    FROM application
    WHERE state = 'refused' AND decided_at < %(before)s AND EXISTS (
        SELECT FROM certificate c
        WHERE c.person_id = application.person_id AND c.application_id = application.application_id
    )
    ORDER BY decided_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    """,
)


def why(reasons: Sequence[Reason]) -> list[str]:
    """Reasons as they are kept: each once, in the order given."""
    return list(dict.fromkeys(reasons))
