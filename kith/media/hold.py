"""Begin to refer to a picture."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.media import picture as pictures
from kith.media import use as uses
from kith.media.picture import PictureNotFound
from kith.media.use import Kind


async def hold(
    tx: Tx,
    picture_id: str,
    kind: Kind,
    ref_id: UUID,
    *,
    public: bool = False,
    until_at: datetime | None = None,
    now: datetime,
) -> None:
    """Keep the picture for what refers to it, until that is released or `until_at`; once more is once.

    Raises `PictureNotFound`.
    """
    if await pictures.hold.maybe(tx, picture_id=picture_id) is None:
        raise PictureNotFound
    await uses.hold.run(tx, picture_id=picture_id, kind=kind, ref_id=ref_id, public=public, until_at=until_at, now=now)
