"""Read a picture."""

import asyncio
from pathlib import Path

from kith.media import picture as pictures
from kith.media.picture import PictureId, PictureNotFound, Size


async def read_picture(media_root: Path, picture_id: PictureId, size: Size) -> bytes:
    """The WebP file of one size. Raises `PictureNotFound`."""
    try:
        return await asyncio.to_thread(pictures.path(media_root, picture_id, size).read_bytes)
    except FileNotFoundError as error:
        raise PictureNotFound from error
