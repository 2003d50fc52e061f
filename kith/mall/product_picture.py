"""Pictures of products on their way from where the shop has them into the mall."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kith import media
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.mall.offer import LOCAL

PAUSES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=6))
"""How long after each try the next one is."""


class WantedPicture(Struct, frozen=True):
    """A picture that is to be stored; `tries` counts this one."""

    product_id: UUID
    source: str
    tries: int


def is_final(refusal: Refusal, tries: int, most: int) -> bool:
    """Whether another try is of no use: only a server that does not answer, and ourselves, may do better later."""
    return not isinstance(refusal, media.PictureUnreachable | media.PicturesWaiting) or tries >= most


def last_try(wanted: WantedPicture, most: int) -> WantedPicture:
    """The same picture with no try left: a file that is not there will not come by waiting."""
    return replace(wanted, tries=most)


def local_bytes(folder: Path, source: str) -> bytes:
    """The picture that a feed names inside its own folder. Raises `AddressForbidden` for a path that leads out of it,
    by name or by link, and `PictureUnreachable`, `PictureTooLarge`."""
    root = folder.resolve()
    try:
        path = (root / source.removeprefix(LOCAL)).resolve()
        if not path.is_relative_to(root):
            raise media.AddressForbidden
        # Resolved above: a link that appears in between is not followed.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            raw = file.read(media.MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise media.PictureUnreachable from error
    if len(raw) > media.MAX_BYTES:
        raise media.PictureTooLarge
    return raw


# Claiming counts the try and moves the next one on, so that two workers do not fetch the same picture.
claim = Query(
    WantedPicture,
    """
    UPDATE product_picture SET tries = tries + 1, try_at = %(again_at)s
    WHERE state = 'wanted' AND try_at <= %(now)s AND (product_id, source) IN (
        SELECT f.product_id, f.source FROM product_picture f
        WHERE f.state = 'wanted' AND f.try_at <= %(now)s AND f.source LIKE 'http%%'
        ORDER BY f.try_at, f.product_id, f.position LIMIT %(limit)s
    )
    RETURNING product_id, source, tries
    """,
)

local = Query(
    WantedPicture,
    """
    SELECT f.product_id, f.source, f.tries
    FROM product_picture f JOIN product p ON p.product_id = f.product_id
    WHERE f.state = 'wanted' AND f.source LIKE 'feed:%%' AND p.merchant_id = %(merchant_id)s
    ORDER BY f.product_id, f.position
    """,
)

stored = Statement("""
    UPDATE product_picture SET state = 'stored', picture_id = %(picture_id)s, failure = NULL
    WHERE product_id = %(product_id)s AND source = %(source)s AND state = 'wanted'
""")

failed = Statement("""
    UPDATE product_picture
    SET state = CASE WHEN %(final)s THEN 'failed' ELSE state END, failure = %(failure)s, try_at = %(again_at)s
    WHERE product_id = %(product_id)s AND source = %(source)s AND state = 'wanted'
""")
