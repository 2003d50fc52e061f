"""Shops, their staff, and those who do not want them."""

from datetime import datetime

import pytest

from kith import merchants, people
from kith.kit import ids
from kith.kit.sql import Tx
from kith.merchants import MerchantId

ANN, BO = people.PersonId(ids.new()), people.PersonId(ids.new())


async def opened(tx: Tx, now: datetime, *staff: people.PersonId, name: str = "Moon Garden") -> MerchantId:
    merchant_id = MerchantId(ids.new())
    await merchants.add(
        tx, merchant_id=merchant_id, name=name, city="Kunming", phone="+8687112345678", staff=staff, now=now
    )
    return merchant_id


async def test_staff_are_known_from_both_sides(tx: Tx, now: datetime) -> None:
    shop = await opened(tx, now, ANN)
    other = await opened(tx, now, BO, name="Amber")
    assert await merchants.is_staff(tx, shop, ANN)
    assert not await merchants.is_staff(tx, shop, BO)
    assert [found.merchant_id for found in await merchants.staffed(tx, ANN)] == [shop]
    await merchants.hire(tx, other, ANN, now)
    await merchants.hire(tx, other, ANN, now)
    assert [found.name for found in await merchants.staffed(tx, ANN)] == ["Amber", "Moon Garden"]


async def test_the_same_shop_again_is_the_same_shop(tx: Tx, now: datetime) -> None:
    shop = await opened(tx, now)
    same = {"merchant_id": shop, "name": "Moon Garden", "city": "Kunming", "phone": "+8687112345678"}
    assert (await merchants.add(tx, **same, staff=[BO], now=now)).name == "Moon Garden"
    assert await merchants.is_staff(tx, shop, BO)


async def test_blocking_a_shop(tx: Tx, now: datetime) -> None:
    shop = await opened(tx, now)
    assert not await merchants.shop_blocked(tx, ANN, shop)
    await merchants.block_shop(tx, ANN, shop, now)
    await merchants.block_shop(tx, ANN, shop, now)
    assert await merchants.shop_blocked(tx, ANN, shop)
    assert not await merchants.shop_blocked(tx, BO, shop)
    await merchants.unblock_shop(tx, ANN, shop)
    await merchants.unblock_shop(tx, ANN, shop)
    assert not await merchants.shop_blocked(tx, ANN, shop)


NOWHERE = MerchantId(ids.new())


@pytest.mark.parametrize(
    ("refusal", "deed"),
    [
        (merchants.MerchantNotFound, lambda tx, _, now: merchants.merchant(tx, NOWHERE)),
        (merchants.MerchantNotFound, lambda tx, _, now: merchants.block_shop(tx, ANN, NOWHERE, now)),
        (merchants.MerchantNotFound, lambda tx, _, now: merchants.hire(tx, NOWHERE, ANN, now)),
        (merchants.NotYourShop, lambda tx, _, now: merchants.check_staff(tx, NOWHERE, ANN)),
        (merchants.NotYourShop, lambda tx, shop, now: merchants.check_staff(tx, shop, BO)),
        (
            merchants.MerchantExists,
            lambda tx, shop, now: merchants.add(
                tx, merchant_id=shop, name="Sun Garden", city="Kunming", phone="1", staff=[], now=now
            ),
        ),
    ],
)
async def test_refusals(tx: Tx, now: datetime, refusal: type[Exception], deed) -> None:
    shop = await opened(tx, now, ANN)
    with pytest.raises(refusal):
        await deed(tx, shop, now)
