"""A picture: what may come in, what is kept of it, and its row."""

import hashlib
import io
import re
import zipfile
from contextlib import suppress
from datetime import timedelta
from typing import Any, Literal, NewType

from msgspec import Struct
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener  # pyright: ignore[reportUnknownVariableType] untyped

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

PictureId = NewType("PictureId", str)
Size = Literal["full", "medium", "thumb"]

MAX_BYTES = 10_000_000
MAX_PIXELS = 50_000_000
EDGES: dict[Size, int] = {"full": 1080, "medium": 640, "thumb": 320}
"""The longest edge of each size, in pixels; the largest first."""

PAGE_EDGE = 2400
"""The longest edge of a photo of a page, in pixels."""

GRACE = timedelta(days=1)
"""How long a picture is kept that nothing refers to yet."""

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF", "BMP")
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
_QUALITY = 82

# Long enough that no ten million bytes of pixels have one of them by chance.
_SCRIPT = re.compile(
    rb"<script|<\?php\s|<html[\s>]|<!doctype|<svg\s[^>]{0,300}xmlns|\x7fELF[\x01\x02]{2}|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c",
    re.I,
)
# A progressive JPEG is gone through once a scan: a camera makes a dozen, 10 MB have room for a hundred thousand.
_SCAN, _SCANS = b"\xff\xda", 100
_PDF, _PDF_WITHIN = b"%PDF-", 1024

# What else such a file may contain (thumbnails, maps of depth) is of no use here.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)  # pyright: ignore[reportUnknownMemberType] untyped


class Picture(Struct, frozen=True):
    """A stored picture; `width` and `height` are those of the full size."""

    picture_id: PictureId
    width: int
    height: int


class Stored(Struct, frozen=True):
    """A picture and the name under which its files lie."""

    picture_id: PictureId
    stored_as: str


class Begun(Struct, frozen=True):
    """A picture that is being stored, or was before (`whole`)."""

    stored_as: str
    whole: bool


class Encoded(Struct, frozen=True):
    """A picture as it will be served, in every size."""

    picture: Picture
    sizes: dict[Size, bytes]


class NotAPicture(Refusal):
    """This file is not a picture in one of the formats JPEG, PNG, WebP, HEIC, GIF and BMP."""


class BrokenPicture(Refusal):
    """This picture is damaged or not whole. Send it again, or another one."""


class PictureTooLarge(Refusal):
    """This file is larger than 10 MB. Send a smaller picture."""


class TooManyPixels(Refusal):
    """This picture has more than 50 million pixels. Send a smaller one."""


class HiddenContent(Refusal):
    """Something else than a picture is hidden in this file. Save it anew as a plain picture and send that."""


class PicturesWaiting(Refusal, status=503):
    """Very many pictures are coming in at the moment. Try again in a little while."""


class PictureNotFound(Refusal, status=404):
    """There is no such picture."""


class PictureUnreachable(Refusal):
    """The picture could not be fetched: its server does not answer, or answers with something else."""


class AddressForbidden(Refusal):
    """Pictures are fetched over http or https from public addresses only."""


def encoded(raw: bytes) -> Encoded:
    """Decode whatever this is and encode it as WebP in every size: of a picture that moves, its first frame.

    Raises `PictureTooLarge`, `NotAPicture`, `TooManyPixels`, `HiddenContent`, `BrokenPicture`.
    """
    image = _decoded(raw, EDGES["full"])
    sizes: dict[Size, bytes] = {}
    content = b""
    for size, edge in EDGES.items():
        # What is small already is encoded once.
        if not content or max(image.size) > edge:
            image.thumbnail((edge, edge))
            content = _webp(image)
        sizes[size] = content
    full = Image.open(io.BytesIO(sizes["full"]))
    number = hashlib.sha256(sizes["full"]).hexdigest()
    return Encoded(Picture(PictureId(number), full.width, full.height), sizes)


def legible(raw: bytes) -> bytes:
    """Decode whatever this is and encode it as one WebP that is large enough to read small print in a photo of a page.

    Raises what `encoded` raises.
    """
    return _webp(_decoded(raw, PAGE_EDGE))


def _decoded(raw: bytes, edge: int) -> Image.Image:
    if len(raw) > MAX_BYTES:
        raise PictureTooLarge
    image = _opened(raw)
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels
    if _hides(raw):
        raise HiddenContent
    if image.format == "JPEG" and raw.count(_SCAN) > _SCANS:
        raise BrokenPicture
    try:
        return _small(image, edge)
    except Exception as error:
        raise BrokenPicture from error


def _opened(raw: bytes) -> Image.Image:
    """Only the header is read: a bomb is refused by the extent it claims, before a pixel is unpacked."""
    try:
        return Image.open(io.BytesIO(raw), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise (BrokenPicture if raw.startswith(_BEGINNINGS) else NotAPicture) from error
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except Exception as error:
        # A decoder that is fed hostile bytes raises anything: struct.error, SyntaxError, KeyError, EOFError …
        raise BrokenPicture from error


def _hides(raw: bytes) -> bool:
    """Whether another program could run these bytes, unpack them, or show them as a page or a document."""
    return _PDF in raw[:_PDF_WITHIN] or _SCRIPT.search(raw) is not None or zipfile.is_zipfile(io.BytesIO(raw))


def _small(image: Image.Image, edge: int) -> Image.Image:
    """The picture no larger than it is kept, upright, in 8 bits a channel and in the colours of screens."""
    full = (edge, edge)
    # JPEG can be decoded at a fraction of its size, which saves most of the work.
    image.draft("RGB", full)
    if image.mode in ("1", "P", "PA"):
        image = _with_exif_of(image, image.convert("RGBA" if image.has_transparency_data else "RGB"))
    elif image.mode.startswith(("I", "F")):
        # Sixteen bits: conversion alone would cut off all that is brighter than the darkest 256th.
        image = _with_exif_of(image, image.point(_eight_bits).convert("L"))  # pyright: ignore[reportUnknownMemberType] untyped
    image.thumbnail(full)
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        image = _in_screen_colours(image, profile)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _eight_bits(value: Any) -> Any:
    return value * (1 / 256)


def _with_exif_of(source: Image.Image, changed: Image.Image) -> Image.Image:
    changed.info.setdefault("exif", source.getexif().tobytes())
    return changed


def _in_screen_colours(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours that the profile means, without the profile; one that makes no sense changes nothing."""
    with suppress(Exception):
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] untyped
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, meant, screen, outputMode=mode) or image
    return image


def _webp(image: Image.Image) -> bytes:
    # A fresh image carries only pixels: whatever the decoder put into `info` stays behind.
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()


# The same content again is the same picture, and is kept for as long as a new one.
begin = Query(
    Begun,
    """
    INSERT INTO picture (picture_id, width, height, bytes, stored_at, stored_as, whole, look_at)
    VALUES (%(picture_id)s, %(width)s, %(height)s, %(bytes)s, %(now)s, %(stored_as)s, false, %(look_at)s)
    ON CONFLICT (picture_id) DO UPDATE SET look_at = excluded.look_at
    RETURNING stored_as, whole
    """,
)
finish = Statement("UPDATE picture SET whole = true WHERE picture_id = %(picture_id)s AND stored_as = %(stored_as)s")

by_id = Query(Picture, "SELECT picture_id, width, height FROM picture WHERE picture_id = %(picture_id)s AND whole")
stored = Query(Stored, "SELECT picture_id, stored_as FROM picture WHERE picture_id = %(picture_id)s AND whole")
hold = Query(
    Stored,
    "SELECT picture_id, stored_as FROM picture WHERE picture_id = %(picture_id)s AND whole FOR KEY SHARE",
)

# Locked first and judged by a later statement, which sees whoever began to refer to them until the lock.
due = Query(
    Stored,
    """
    SELECT picture_id, stored_as FROM picture WHERE look_at <= %(now)s
    ORDER BY look_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    """,
)
look_again = Statement("UPDATE picture SET look_at = %(look_at)s WHERE picture_id = ANY(%(picture_ids)s)")
remove = Statement("DELETE FROM picture WHERE picture_id = ANY(%(picture_ids)s)")
