"""Look whether there is a picture."""

from kith.kit.sql import Tx
from kith.media import picture as pictures
from kith.media.picture import Picture, PictureNotFound


async def seek(tx: Tx, picture_id: str) -> Picture:
    """The picture with this id, which anybody may look at who knows it. Raises `PictureNotFound`."""
    picture = await pictures.by_id.maybe(tx, picture_id=picture_id)
    if picture is None:
        raise PictureNotFound
    return picture
