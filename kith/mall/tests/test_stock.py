"""Units are promised to one holder each, whatever comes in whatever order."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith import mall
from kith.kit import ids
from kith.kit.sql import Database, Tx
from kith.mall import stock as stocks
from kith.mall.tests.shelf import counts, one_sku

HALF_HOUR = timedelta(minutes=30)
ANNS, BOS = (UUID(int=number) for number in (1, 2))


async def counted(tx: Tx, sku: mall.SkuId) -> str:
    return await counts.one(tx, sku_id=sku)


@pytest.mark.parametrize(
    ("deeds", "units_held"),
    [
        (["reserve"], "5 1"),
        (["reserve", "reserve"], "5 1"),
        (["reserve", "take"], "5 1"),
        (["reserve", "take", "take", "reserve"], "5 1"),
        (["take"], "5 1"),
        (["give_back"], "5 0"),
        (["reserve", "give_back"], "5 0"),
        (["reserve", "give_back", "give_back"], "5 0"),
        (["reserve", "take", "give_back"], "5 0"),
        (["reserve", "give_back", "reserve"], "5 1"),
        (["reserve", "give_back", "take"], "5 1"),
        (["hand_over"], "5 0"),
        (["reserve", "hand_over"], "5 1"),
        (["take", "hand_over"], "4 0"),
        (["take", "hand_over", "hand_over", "take"], "4 0"),
        (["take", "hand_over", "give_back"], "5 0"),
        (["take", "hand_over", "give_back", "give_back", "take"], "5 1"),
    ],
)
async def test_deeds_of_one_holder(tx: Tx, now: datetime, deeds: list[str], units_held: str) -> None:
    sku = await one_sku(tx, now)
    for deed in deeds:
        await do(tx, deed, sku, ANNS, now)
    assert await counted(tx, sku) == units_held


async def do(tx: Tx, deed: str, sku: mall.SkuId, holder: UUID, now: datetime) -> None:
    if deed == "reserve":
        await mall.reserve(tx, sku, holder, now + HALF_HOUR, now)
    else:
        await getattr(mall, deed)(tx, sku, holder, now)


async def test_refusals(tx: Tx, now: datetime) -> None:
    nothing = mall.SkuId(ids.new(now))
    for deed in ("reserve", "take"):
        with pytest.raises(mall.VariantNotFound):
            await do(tx, deed, nothing, ANNS, now)
    await do(tx, "give_back", nothing, ANNS, now)
    sku = await one_sku(tx, now, units=1)
    await do(tx, "reserve", sku, ANNS, now)
    for deed in ("reserve", "take"):
        with pytest.raises(mall.SoldOut):
            await do(tx, deed, sku, BOS, now)
    assert await counted(tx, sku) == "1 1", "a refused promise leaves nothing behind, even in the same transaction"
    await do(tx, "give_back", sku, BOS, now)
    await do(tx, "take", sku, ANNS, now)
    await do(tx, "give_back", sku, ANNS, now)
    await do(tx, "take", sku, BOS, now)


async def test_a_shop_that_has_less_than_it_promised_sells_nothing(tx: Tx, now: datetime) -> None:
    sku = await one_sku(tx, now, units=2)
    await do(tx, "take", sku, ANNS, now)
    await do(tx, "take", sku, BOS, now)
    await stocks.count.run(tx, sku_id=sku, units=1, was=2, now=now)
    assert (await mall.variant(tx, sku)).available == 0
    await do(tx, "give_back", sku, ANNS, now)
    assert (await mall.variant(tx, sku)).available == 0
    await do(tx, "hand_over", sku, BOS, now)
    assert await counted(tx, sku) == "0 0"


DEEDS = st.lists(
    st.tuples(st.sampled_from(["reserve", "take", "give_back", "hand_over"]), st.integers(1, 4)), max_size=25
)


@given(units=st.integers(0, 3), deeds=DEEDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_never_oversold(tx: Tx, now: datetime, units: int, deeds: list[tuple[str, int]]) -> None:
    sku = await one_sku(tx, now, units)
    held: set[int] = set()
    over: set[int] = set()
    for deed, number in deeds:
        free = units - len(held) > 0
        try:
            await do(tx, deed, sku, UUID(int=number), now)
        except mall.SoldOut:
            assert number not in held
            assert not free
            continue
        if deed in ("reserve", "take"):
            assert number in held or free
            held.add(number)
        if deed == "give_back":
            held.discard(number)
            over.discard(number)
        if (
            deed == "hand_over"
            and (await stocks.hold.maybe(tx, sku_id=sku, holder=UUID(int=number)) or _none).handed_over
        ):
            over.add(number)
        assert len(held) <= units
        assert (await mall.variant(tx, sku)).available == units - len(held)
        assert await counted(tx, sku) == f"{units - len(over)} {len(held) - len(over)}"


_none = stocks.Hold("back", None, handed_over=False)


async def test_fifty_people_and_the_last_item(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        sku = await one_sku(tx, now, units=1)

    async def grab(number: int) -> bool:
        try:
            async with db.transaction() as tx:
                await mall.reserve(tx, sku, UUID(int=number), now + HALF_HOUR, now)
                await mall.take(tx, sku, UUID(int=number), now)
        except mall.SoldOut:
            return False
        return True

    assert sum(await asyncio.gather(*(grab(number) for number in range(50)))) == 1
    async with db.transaction() as tx:
        assert await counted(tx, sku) == "1 1"


async def test_one_holder_at_once_from_many_sides(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        sku = await one_sku(tx, now, units=3)

    async def deed(name: str) -> None:
        async with db.transaction() as tx:
            await do(tx, name, sku, ANNS, now)

    await asyncio.gather(*(deed("reserve") for _ in range(10)))
    async with db.transaction() as tx:
        assert await counted(tx, sku) == "3 1"
    await asyncio.gather(*(deed("give_back") for _ in range(10)))
    async with db.transaction() as tx:
        assert await counted(tx, sku) == "3 0"
    await asyncio.gather(*(deed(name) for name in ("reserve", "take", "give_back") * 10))
    async with db.transaction() as tx:
        assert await counted(tx, sku) in ("3 0", "3 1")


async def test_reservations_run_out_and_late_payment_finds_another_unit(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        sku = await one_sku(tx, now, units=2)
        await mall.reserve(tx, sku, ANNS, now + HALF_HOUR, now)
        await mall.take(tx, sku, BOS, now)
    assert await mall.expire_reservations(db, now + HALF_HOUR - timedelta(seconds=1)) == 0
    assert await mall.expire_reservations(db, now + HALF_HOUR) == 1
    assert await mall.expire_reservations(db, now + HALF_HOUR) == 0
    async with db.transaction() as tx:
        assert await counted(tx, sku) == "2 1"
        await mall.take(tx, sku, ANNS, now + HALF_HOUR)
        assert await counted(tx, sku) == "2 2"
