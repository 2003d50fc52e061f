"""Keep a picture."""

from datetime import datetime

from kith.kit import ids
from kith.kit.sql import Database
from kith.media import picture as pictures
from kith.media.encode import encode
from kith.media.picture import GRACE, Picture
from kith.media.shelf import Shelf


async def store(db: Database, shelf: Shelf, raw: bytes, now: datetime) -> Picture:
    """Re-encode `raw`, say under which name it will lie, put its sizes there, and say that it is whole.

    The same content again is the same picture. Nobody sees it, and it is deleted after a day, unless somebody calls
    `hold` for it; a process that dies on the way leaves a row by which the files are found and deleted.
    Raises `PicturesWaiting`, `PictureTooLarge`, `NotAPicture`, `TooManyPixels`, `HiddenContent`, `BrokenPicture`.
    """
    encoded = await encode(raw)
    picture = encoded.picture
    async with db.transaction() as tx:
        begun = await pictures.begin.one(
            tx,
            picture_id=picture.picture_id,
            width=picture.width,
            height=picture.height,
            bytes=len(encoded.sizes["full"]),
            stored_as=f"{picture.picture_id}-{ids.token()}",
            look_at=now + GRACE,
            now=now,
        )
    if not begun.whole:
        await shelf.put(begun.stored_as, encoded.sizes)
        async with db.transaction() as tx:
            await pictures.finish.run(tx, picture_id=picture.picture_id, stored_as=begun.stored_as)
    return picture
