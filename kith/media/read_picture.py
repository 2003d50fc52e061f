"""Read a picture."""

from kith.kit.sql import Database
from kith.media import picture as pictures
from kith.media.picture import PictureNotFound, Size
from kith.media.shelf import Shelf


async def read_picture(db: Database, shelf: Shelf, picture_id: str, size: Size) -> bytes:
    """The WebP file of one size, whoever may see it. Raises `PictureNotFound`."""
    async with db.transaction() as tx:
        stored = await pictures.stored.maybe(tx, picture_id=picture_id)
    if stored is None:
        raise PictureNotFound
    return await shelf.get(stored.stored_as, size)
