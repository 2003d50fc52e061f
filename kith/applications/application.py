"""An application: what somebody says of a shop, what is decided about it, and its statements."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Literal, NewType, get_args
from uuid import UUID

from msgspec import Meta, Struct

from kith import merchants, people
from kith.applications.certificate import Certificate, CertificateKind
from kith.applications.identity import Identity
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

ApplicationId = NewType("ApplicationId", UUID)
State = Literal["draft", "submitted", "in_review", "more_wanted", "approved", "refused"]
Reason = Literal[
    "photo_unreadable",
    "certificate_missing",
    "licence_expired",
    "licence_differs",
    "identity_differs",
    "category_differs",
    "permit_missing",
    "not_allowed",
    "other",
]
"""Why more is wanted or an application is refused; `other` has words."""
Missing = Literal["shop_name", "city", "phone", "category", "legal_name", "id_number", "licence_no"] | CertificateKind

EDITABLE: tuple[State, ...] = ("draft", "more_wanted")
PROOFS: tuple[CertificateKind, ...] = ("licence", "identity_front", "identity_back")
"""The certificates without which nothing can be submitted."""

Text = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]
Phone = Annotated[str, Meta(min_length=5, max_length=20, pattern=r"^\+?[0-9][0-9 \-]*$")]


class Form(Struct, frozen=True):
    """What the applicant fills in, field by field: what is left out stays as it was. `merchant_id`, when it begins: the
    shop of mine that is to be certified again."""

    merchant_id: merchants.MerchantId | None = None
    shop_name: Text | None = None
    city: Text | None = None
    phone: Phone | None = None
    category: merchants.Category | None = None
    legal_name: Text | None = None
    id_number: Annotated[str, Meta(max_length=24)] | None = None
    licence_no: Annotated[str, Meta(max_length=30)] | None = None

    def __repr__(self) -> str:
        return "Form(…)"


class Row(Struct, frozen=True):
    """The row, without what is sealed."""

    person_id: people.PersonId
    application_id: ApplicationId
    merchant_id: merchants.MerchantId | None
    state: State
    shop_name: str | None
    city: str | None
    phone: str | None
    category: merchants.Category | None
    licence_no: str | None
    started_at: datetime
    submitted_at: datetime | None
    review_by: str | None
    review_until: datetime | None
    decided_at: datetime | None
    reasons: list[Reason]
    words: str


class Application(Struct, frozen=True):
    """An application as its person sees it. `id_number` is masked. `missing` names what is wanted before it can be
    submitted; `reasons` and `words` are those of the last decision."""

    application_id: ApplicationId
    merchant_id: merchants.MerchantId | None
    state: State
    shop_name: str | None
    city: str | None
    phone: str | None
    category: merchants.Category | None
    legal_name: str | None
    id_number: str | None
    licence_no: str | None
    certificates: list[Certificate]
    missing: list[Missing]
    reasons: list[Reason]
    words: str
    started_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None


class ApplicationNotFound(Refusal, status=404):
    """There is no such application of yours."""


class ApplicationOpen(Refusal):
    """You have another application that is not decided yet. Go on with that one."""


class ApplicationClosed(Refusal):
    """This application cannot be changed at present: it is being looked at, or it is decided."""


class ApplicationIncomplete(Refusal):
    """Something is missing before this can be submitted."""


class TooManyCertificates(Refusal, status=429):
    """You have sent very many certificates. Try again later."""


class NotUnderReview(Refusal):
    """This application is not one that you have taken to look at."""


class TakenByAnother(Refusal):
    """Another reviewer is looking at this application."""


class ReasonMissing(Refusal):
    """Whoever wants more or refuses says why; `other` needs words."""


def missing(row: Row, identity: Identity, kinds: Collection[CertificateKind]) -> list[Missing]:
    """What is still wanted before it can be submitted, in the order in which it is asked."""
    fields: list[tuple[Missing, object]] = [
        ("shop_name", row.shop_name),
        ("category", row.category),
        ("city", row.city),
        ("phone", row.phone),
        ("legal_name", identity.legal_name),
        ("id_number", identity.id_number),
        ("licence_no", row.licence_no),
    ]
    return [*(name for name, value in fields if value is None), *(kind for kind in PROOFS if kind not in kinds)]


def masked(number: str | None) -> str | None:
    """The number of an identity as it is shown: its first and its last place."""
    return None if number is None else f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}"


def shown(row: Row, identity: Identity, certificates: list[Certificate]) -> Application:
    """The application as its person sees it."""
    return Application(
        row.application_id,
        row.merchant_id,
        row.state,
        row.shop_name,
        row.city,
        row.phone,
        row.category,
        identity.legal_name,
        masked(identity.id_number),
        row.licence_no,
        certificates,
        missing(row, identity, {one.kind for one in certificates}),
        row.reasons,
        row.words,
        row.started_at,
        row.submitted_at,
        row.decided_at,
    )


def check_reasons(reasons: Collection[Reason], words: str) -> None:
    """Raises `ReasonMissing`."""
    if not reasons or ("other" in reasons and not words.strip()) or not set(reasons) <= set(get_args(Reason)):
        raise ReasonMissing


begin = Statement("""
    INSERT INTO application (person_id, application_id, merchant_id, state, started_at)
    VALUES (%(person_id)s, %(application_id)s, %(merchant_id)s, 'draft', %(now)s)
    ON CONFLICT DO NOTHING
""")

lock = Query(
    Row,
    """
    SELECT person_id, application_id, merchant_id, state, shop_name, city, phone, category, licence_no, started_at,
        submitted_at, review_by, review_until, decided_at, reasons, words
    FROM application WHERE person_id = %(person_id)s AND application_id = %(application_id)s FOR UPDATE
    """,
)

one = Query(
    Row,
    """
    SELECT person_id, application_id, merchant_id, state, shop_name, city, phone, category, licence_no, started_at,
        submitted_at, review_by, review_until, decided_at, reasons, words
    FROM application WHERE person_id = %(person_id)s AND application_id = %(application_id)s
    """,
)

of = Query(
    Row,
    """
    SELECT person_id, application_id, merchant_id, state, shop_name, city, phone, category, licence_no, started_at,
        submitted_at, review_by, review_until, decided_at, reasons, words
    FROM application WHERE person_id = %(person_id)s ORDER BY started_at DESC, application_id DESC
    """,
)

fill = Statement("""
    UPDATE application SET
        shop_name = coalesce(%(shop_name)s, shop_name), city = coalesce(%(city)s, city),
        phone = coalesce(%(phone)s, phone), category = coalesce(%(category)s, category),
        licence_no = coalesce(%(licence_no)s, licence_no)
    WHERE person_id = %(person_id)s AND application_id = %(application_id)s
""")

submit = Statement("""
    UPDATE application SET state = 'submitted', submitted_at = %(now)s, reasons = '{}', words = ''
    WHERE person_id = %(person_id)s AND application_id = %(application_id)s AND state IN ('draft', 'more_wanted')
""")

remove = Statement("""
    DELETE FROM application WHERE person_id = %(person_id)s AND application_id = %(application_id)s
""")
