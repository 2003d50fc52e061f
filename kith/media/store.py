"""Keep a picture."""

import asyncio
import os
from datetime import datetime
from pathlib import Path

from kith.kit import ids
from kith.kit.sql import Tx
from kith.media import picture as pictures
from kith.media.picture import Encoded, Picture


async def store(tx: Tx, media_root: Path, raw: bytes, now: datetime) -> Picture:
    """Re-encode `raw`, write its sizes to disk, then its row. The same content again is the same picture.

    Files come first: a row never names a file that is not there, and a file without a row harms nobody.
    Raises `PictureTooLarge`, `BrokenPicture`.
    """
    encoded = await asyncio.to_thread(pictures.encode, raw)
    await asyncio.to_thread(_write, media_root, encoded)
    picture = encoded.picture
    await pictures.remember.run(
        tx,
        picture_id=picture.picture_id,
        width=picture.width,
        height=picture.height,
        size=len(encoded.sizes["full"]),
        now=now,
    )
    return picture


def _write(media_root: Path, encoded: Encoded) -> None:
    for size, content in encoded.sizes.items():
        target = pictures.path(media_root, encoded.picture.picture_id, size)
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{ids.token()}")
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # Renamed whole, so that nobody ever reads half a picture.
        fresh.replace(target)
