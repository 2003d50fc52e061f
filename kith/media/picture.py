"""A picture: what may come in, what is kept of it, and where it lies."""

import hashlib
import io
from pathlib import Path
from typing import Literal, NewType

from msgspec import Struct
from PIL import Image, ImageOps

from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Query, Statement

PictureId = NewType("PictureId", str)
Size = Literal["full", "thumb"]

MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
EDGES: dict[Size, int] = {"full": 1080, "thumb": 320}
"""The longest edge of each size, in pixels."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_QUALITY = 82


class Picture(Struct, frozen=True):
    """A stored picture; `width` and `height` are those of the full size."""

    picture_id: PictureId
    width: int
    height: int


class Encoded(Struct, frozen=True):
    """A picture as it will be served, in every size."""

    picture: Picture
    sizes: dict[Size, bytes]


class BrokenPicture(Refusal):
    """This file is not a whole picture in one of the formats JPEG, PNG, WebP, GIF and BMP."""


class PictureTooLarge(Refusal):
    """This picture is larger than 10 MB or 40 million pixels. Send a smaller one."""


class PictureNotFound(Refusal, status=404):
    """There is no such picture."""


class PictureUnreachable(Refusal):
    """The picture could not be fetched: its server does not answer, or answers with something else."""


class AddressForbidden(Refusal):
    """Pictures are fetched over http or https from public addresses only."""


def root(settings: Settings) -> Path:
    """The folder of this installation's pictures."""
    return settings.home / "media"


def path(media_root: Path, picture_id: str, size: Size) -> Path:
    """Where a size of a picture lies: in 256 folders, so that none grows too long."""
    return media_root / picture_id[:2] / f"{picture_id}-{size}.webp"


def encode(raw: bytes) -> Encoded:
    """Decode whatever this is and encode it as WebP in every size. Raises `PictureTooLarge`, `BrokenPicture`."""
    if len(raw) > MAX_BYTES:
        raise PictureTooLarge
    # The header is read first: a bomb is refused by the extent it claims, before a pixel is unpacked.
    try:
        image = Image.open(io.BytesIO(raw), formats=_FORMATS)
        pixels = image.width * image.height
    except Image.DecompressionBombError as error:
        raise PictureTooLarge from error
    except Exception as error:
        # A decoder that is fed hostile bytes raises anything: struct.error, SyntaxError, KeyError, EOFError …
        raise BrokenPicture from error
    if pixels > MAX_PIXELS:
        raise PictureTooLarge
    try:
        # JPEG can be decoded at a fraction of its size, which saves most of the work.
        image.draft("RGB", (EDGES["full"], EDGES["full"]))
        full = ImageOps.exif_transpose(image)
        full = full.convert("RGBA" if full.has_transparency_data else "RGB")
    except Exception as error:
        raise BrokenPicture from error
    full.thumbnail((EDGES["full"], EDGES["full"]))
    thumb = full.copy()
    thumb.thumbnail((EDGES["thumb"], EDGES["thumb"]))
    sizes: dict[Size, bytes] = {"full": _webp(full), "thumb": _webp(thumb)}
    number = hashlib.sha256(sizes["full"]).hexdigest()
    return Encoded(Picture(PictureId(number), full.width, full.height), sizes)


def _webp(image: Image.Image) -> bytes:
    # A fresh image carries only pixels: whatever the decoder put into `info` stays behind.
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()


remember = Statement("""
    INSERT INTO picture (picture_id, width, height, bytes, stored_at)
    VALUES (%(picture_id)s, %(width)s, %(height)s, %(size)s, %(now)s)
    ON CONFLICT (picture_id) DO NOTHING
""")

by_id = Query(Picture, "SELECT picture_id, width, height FROM picture WHERE picture_id = %(picture_id)s")
