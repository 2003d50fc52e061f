"""How shops show themselves, and talking to those who own them."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from kith import media, merchants, people, stores
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Tx
from kith.merchants import MerchantId
from tests import cast
from tests.cast import ANN, BO, CHEN

HOURS = stores.Hours([[stores.Span(540, 1080)]] * 7)
PLACE = stores.StorePlace(31.2304, 121.4737)


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


async def opened(tx: Tx, now: datetime) -> MerchantId:
    merchant_id = MerchantId(ids.new(now))
    for person in (ANN, BO, CHEN):
        await cast.enrol(tx, person, now)
    await merchants.add(
        tx, merchant_id=merchant_id, name="Moon Garden", city="Kunming", phone="0871123", staff=[ANN], now=now
    )
    return merchant_id


async def test_what_everybody_sees(db: Database, tmp_path: Path, now: datetime) -> None:
    shelf = media.on_disk(tmp_path)
    async with db.transaction() as tx:
        shop = await opened(tx, now)
        bare = await stores.view_store(tx, shop, now)
    assert (bare.words, bare.place, bare.hours, bare.opening, bare.picture_ids) == ("", None, None, None, [])
    picture = await people.upload_picture(db, shelf, people.Policy(), person_id=ANN, raw=photo(), now=now)
    form = stores.StoreForm(" By the lake ", PLACE, HOURS, [picture.picture_id, picture.picture_id])
    async with db.transaction() as tx:
        shown = await stores.edit_store(tx, shop, ANN, form, now)
        assert shown == await stores.view_store(tx, shop, now)
        assert (await media.seek(tx, picture.picture_id, "store", shop, now)).picture_id == picture.picture_id
    assert (shown.words, shown.hours, shown.picture_ids) == ("By the lake", HOURS, [picture.picture_id])
    assert shown.place is not None
    assert abs(shown.place.lat - PLACE.lat) < 0.0004
    assert abs(shown.place.lng - PLACE.lng) < 0.0004
    assert shown.opening is not None
    async with db.transaction() as tx:
        await stores.edit_store(tx, shop, ANN, stores.StoreForm(), now)
        with pytest.raises(media.PictureNotFound):
            await media.seek(tx, picture.picture_id, "store", shop, now)


async def test_talking_to_the_owner(tx: Tx, now: datetime) -> None:
    shop = await opened(tx, now)
    first = await stores.talk_to_owner(tx, shop, BO, now)
    assert await stores.talk_to_owner(tx, shop, BO, now) == first


NOWHERE = MerchantId(ids.new())


@pytest.mark.parametrize(
    ("refusal", "deed"),
    [
        (merchants.MerchantNotFound, lambda tx, _, now: stores.view_store(tx, NOWHERE, now)),
        (merchants.MerchantNotFound, lambda tx, _, now: stores.talk_to_owner(tx, NOWHERE, BO, now)),
        (stores.ShopIsBlocked, lambda tx, shop, now: stores.talk_to_owner(tx, shop, CHEN, now)),
        (stores.YourOwnShop, lambda tx, shop, now: stores.talk_to_owner(tx, shop, ANN, now)),
        (merchants.NotYourShop, lambda tx, shop, now: stores.edit_store(tx, shop, BO, stores.StoreForm(), now)),
        (
            stores.HoursOverlap,
            lambda tx, shop, now: stores.edit_store(
                tx, shop, ANN, stores.StoreForm(hours=stores.Hours([[stores.Span(2, 1)]] + [[]] * 6)), now
            ),
        ),
        (
            media.PictureNotFound,
            lambda tx, shop, now: stores.edit_store(tx, shop, ANN, stores.StoreForm(picture_ids=["0" * 64]), now),
        ),
    ],
)
async def test_refusals(tx: Tx, now: datetime, refusal: type[Refusal], deed) -> None:
    shop = await opened(tx, now)
    await merchants.block_shop(tx, CHEN, shop, now)
    with pytest.raises(refusal):
        await deed(tx, shop, now)
