"""Keep a picture of a product, or why there is none."""

from datetime import datetime

from kith import media
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.mall import product_picture as pictures
from kith.mall.policy import Policy
from kith.mall.product_picture import WantedPicture


async def keep_picture(
    db: Database, shelf: media.Shelf, wanted: WantedPicture, got: bytes | Refusal, *, policy: Policy, now: datetime
) -> bool:
    """Store what was got, or write down why it could not be. Returns whether the product has the picture now."""
    names = {"product_id": wanted.product_id, "source": wanted.source}
    if isinstance(got, bytes):
        try:
            picture = await media.store(db, shelf, got, now)
            async with db.transaction() as tx:
                await media.hold(tx, picture.picture_id, "goods", media.GOODS, public=True, now=now)
                return await pictures.stored.run(tx, **names, picture_id=picture.picture_id) == 1
        except Refusal as refusal:
            got = refusal
    async with db.transaction() as tx:
        await pictures.failed.run(
            tx,
            **names,
            failure=got.code,
            final=pictures.is_final(got, wanted.tries, policy.picture_tries),
            again_at=now + pictures.PAUSES[min(wanted.tries, len(pictures.PAUSES)) - 1],
        )
    return False
