"""A certificate: a photo or PDF with which an applicant proves something."""

from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

from msgspec import Struct

from kith import media
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

CertificateId = NewType("CertificateId", UUID)
CertificateKind = Literal["licence", "identity_front", "identity_back", "permit"]
"""The business licence, the two sides of the identity card, a permit that some trades need."""


class Certificate(Struct, frozen=True):
    """A certificate as its person and reviewers see it; `size` in bytes."""

    certificate_id: CertificateId
    kind: CertificateKind
    media_type: Literal["image/webp", "application/pdf"]
    size: int
    pages: int
    added_at: datetime


class CertificateNotFound(Refusal, status=404):
    """There is no such certificate with this application."""


class CertificatesFull(Refusal):
    """This application has as many certificates as it can have. Remove one first."""


def document_id(person_id: UUID, certificate_id: UUID) -> media.DocumentId:
    """The document that it is: never another person's, whichever id the client chose."""
    return media.DocumentId(ids.derived(person_id, f"certificate {certificate_id.hex}"))


add = Statement("""
    INSERT INTO certificate (person_id, application_id, certificate_id, kind, media_type, size, pages, added_at)
    VALUES (
        %(person_id)s, %(application_id)s, %(certificate_id)s, %(kind)s, %(media_type)s, %(size)s, %(pages)s, %(now)s
    )
    ON CONFLICT (person_id, application_id, certificate_id) DO NOTHING
""")

of = Query(
    Certificate,
    """
    SELECT certificate_id, kind, media_type, size, pages, added_at FROM certificate
    WHERE person_id = %(person_id)s AND application_id = %(application_id)s ORDER BY added_at, certificate_id
    """,
)

one = Query(
    Certificate,
    """
    SELECT certificate_id, kind, media_type, size, pages, added_at FROM certificate
    WHERE person_id = %(person_id)s AND application_id = %(application_id)s AND certificate_id = %(certificate_id)s
    """,
)

remove = Query(
    UUID,
    """
    DELETE FROM certificate
    WHERE person_id = %(person_id)s AND application_id = %(application_id)s
        AND (%(certificate_id)s::uuid IS NULL OR certificate_id = %(certificate_id)s)
    RETURNING certificate_id
    """,
)
