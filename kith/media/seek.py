"""Find a picture that is kept for something."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.media import use as uses
from kith.media.picture import PictureNotFound, Stored
from kith.media.use import Kind


async def seek(tx: Tx, picture_id: str, kind: Kind, ref_id: UUID, now: datetime) -> Stored:
    """The picture, if it is kept for exactly this. Raises `PictureNotFound`."""
    stored = await uses.kept_for.maybe(tx, picture_id=picture_id, kind=kind, ref_id=ref_id, now=now)
    if stored is None:
        raise PictureNotFound
    return stored
