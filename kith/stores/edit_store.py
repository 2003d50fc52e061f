"""Say how a shop shows itself."""

from datetime import datetime

from kith import media, merchants, people
from kith.kit.sql import Tx
from kith.stores import hours as times
from kith.stores import store as stores
from kith.stores.store import Store, StoreForm
from kith.stores.view_store import view_store


async def edit_store(
    tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId, form: StoreForm, now: datetime
) -> Store:
    """Put this in place of what was there. Pictures are those it has and those that this person uploaded.

    Raises, in this order: `merchants.NotYourShop`, `HoursOverlap`, `media.PictureNotFound`.
    """
    await merchants.check_staff(tx, merchant_id, person_id)
    if form.hours is not None:
        times.check(form.hours)
    await stores.want.run(tx, merchant_id=merchant_id, now=now)
    had = (await stores.lock.one(tx, merchant_id=merchant_id)).picture_ids
    wanted = list(dict.fromkeys(form.picture_ids))
    for picture_id in wanted:
        if picture_id not in had:
            await media.seek(tx, picture_id, "upload", person_id, now)
            await media.hold(tx, picture_id, "store", merchant_id, public=True, now=now)
    await stores.put.run(
        tx,
        merchant_id=merchant_id,
        words=form.words.strip(),
        cell=stores.cell_of(form.place),
        hours=stores.written(form.hours),
        picture_ids=wanted,
        by=person_id,
        now=now,
    )
    dropped = [picture_id for picture_id in had if picture_id not in wanted]
    if dropped:
        await media.release(tx, ["store"], merchant_id, now, picture_ids=dropped)
    return await view_store(tx, merchant_id, now)
