"""Find a picture that everybody may see."""

from kith.kit.sql import Tx
from kith.media import use as uses
from kith.media.picture import PictureNotFound, Stored


async def seek_public(tx: Tx, picture_id: str) -> Stored:
    """The picture, if anything shows it to everybody who knows its id. Raises `PictureNotFound`."""
    stored = await uses.public.maybe(tx, picture_id=picture_id)
    if stored is None:
        raise PictureNotFound
    return stored
