"""A document: a photo or a PDF that proves something, for few eyes only. What may come in, and its row."""

import hashlib
import io
from datetime import datetime, timedelta
from typing import Any, Literal, NewType, cast
from uuid import UUID

from msgspec import Struct
from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.media import picture as pictures
from kith.media.picture import MAX_BYTES, PictureTooLarge

DocumentId = NewType("DocumentId", UUID)
MediaType = Literal["image/webp", "application/pdf"]

MAX_PAGES = 20
UNKEPT = timedelta(days=1)
"""How long a document is kept that nobody said was to be kept."""

_OBJECTS = 20_000
_PDF = b"%PDF-"
_DOING = frozenset(
    f"/{name}"
    for name in (
        *("JS", "JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE"),
        *("EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "Movie", "Sound", "Rendition"),
    )
)
"""Names in a PDF by which it does something, or carries another file, when it is opened."""


class Document(Struct, frozen=True):
    """A stored document. `digest` is the SHA-256 of what was sent; `size` is in bytes, and `pages` is 1 for a photo."""

    document_id: DocumentId
    media_type: MediaType
    size: int
    pages: int
    digest: bytes
    stored_as: str
    whole: bool


class Checked(Struct, frozen=True):
    """What came in, as it will be kept."""

    media_type: MediaType
    content: bytes
    pages: int


class Expired(Struct, frozen=True):
    """A document whose row is gone, by the name of its file."""

    stored_as: str


class DocumentNotFound(Refusal, status=404):
    """There is no such document."""


class DocumentDiffers(Refusal):
    """A document with this id was sent before, and it was another file."""


class DocumentTooLong(Refusal):
    """This PDF has more than 20 pages. Send only the pages that matter."""


class DocumentLocked(Refusal):
    """This PDF is protected by a password. Save it without one, or send a photo."""


class ActiveDocument(Refusal):
    """This PDF contains scripts, actions or other files. Print it to a new PDF, or send a photo."""


class BrokenDocument(Refusal):
    """This PDF is damaged or not whole. Send it again, or send a photo."""


def checked(raw: bytes) -> Checked:
    """What is kept of a file: a PDF as it is when nothing in it acts, and of a photo its pixels.

    Raises `PictureTooLarge`, `DocumentLocked`, `DocumentTooLong`, `ActiveDocument`, `BrokenDocument`, or what
    `picture.legible` raises.
    """
    if len(raw) > MAX_BYTES:
        raise PictureTooLarge
    if not raw.startswith(_PDF):
        return Checked("image/webp", pictures.legible(raw), 1)
    try:
        return Checked("application/pdf", raw, _pages(raw))
    except Refusal:
        raise
    except Exception as error:
        # A reader that is fed hostile bytes raises anything.
        raise BrokenDocument from error


def digest(raw: bytes) -> bytes:
    """What tells whether the same file was sent again."""
    return hashlib.sha256(raw).digest()


def _pages(raw: bytes) -> int:
    reader = PdfReader(io.BytesIO(raw), strict=False)
    if reader.is_encrypted:
        raise DocumentLocked
    # The objects come before the pages: a document of many that are never shown is refused as well.
    _check_objects(reader)
    try:
        pages = len(reader.pages)
    except LimitReachedError as error:
        raise DocumentTooLong from error
    if pages == 0:
        raise BrokenDocument
    if pages > MAX_PAGES:
        raise DocumentTooLong
    return pages


def _check_objects(reader: PdfReader) -> None:
    """Every object that the file has, used or not. Raises `ActiveDocument`, `DocumentTooLong`."""
    named = {(number, generation) for generation, found in reader.xref.items() for number in found}
    named |= {(number, 0) for number in reader.xref_objStm}
    if len(named) > _OBJECTS:
        raise DocumentTooLong
    left: list[Any] = [reader.trailer]
    left += [reader.get_object(IndirectObject(number, generation, reader)) for number, generation in sorted(named)]
    seen = 0
    while left:
        one, seen = left.pop(), seen + 1
        if seen > 10 * _OBJECTS:
            raise DocumentTooLong
        if isinstance(one, DictionaryObject):
            inside = cast("dict[str, Any]", one)
            # Raw: what is referred to is looked at as an object of its own.
            values = [one.raw_get(key) for key in inside]  # pyright: ignore[reportUnknownMemberType] untyped
            if _DOING.intersection(map(str, inside)) or _DOING.intersection(
                v for v in values if isinstance(v, NameObject)
            ):
                raise ActiveDocument
            left += values
        elif isinstance(one, ArrayObject):
            left += list(cast("list[Any]", one))


begin = Query(
    Document,
    """
    INSERT INTO document (document_id, media_type, size, pages, digest, stored_as, whole, stored_at, until_at)
    VALUES (
        %(document_id)s, %(media_type)s, %(size)s, %(pages)s, %(digest)s, %(stored_as)s, false, %(now)s, %(until_at)s
    )
    ON CONFLICT (document_id) DO UPDATE SET document_id = excluded.document_id
    RETURNING document_id, media_type, size, pages, digest, stored_as, whole
    """,
)
finish = Statement("UPDATE document SET whole = true WHERE document_id = %(document_id)s")
by_id = Query(
    Document,
    """
    SELECT document_id, media_type, size, pages, digest, stored_as, whole FROM document
    WHERE document_id = %(document_id)s AND whole
    """,
)
keep = Query(
    UUID,
    "UPDATE document SET until_at = NULL WHERE document_id = %(document_id)s AND whole RETURNING document_id",
)
drop = Statement("UPDATE document SET until_at = %(now)s WHERE document_id = ANY(%(document_ids)s)")
remove = Query(
    Expired,
    """
    DELETE FROM document WHERE document_id IN (
        SELECT document_id FROM document WHERE until_at <= %(now)s
        ORDER BY until_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
    RETURNING stored_as
    """,
)


def unkept_until(now: datetime) -> datetime:
    """When a document goes that nobody kept."""
    return now + UNKEPT
