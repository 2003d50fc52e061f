"""Setting money aside, and cutting budgets from it."""

import asyncio
from datetime import datetime
from uuid import UUID

import pytest

from kith import ledger, promotions
from kith.kit import ids
from kith.kit.sql import Database, Tx

ONE, OTHER, DEED = (UUID(int=0x0196_0000_0000_7000_8000_0000_0000_0000 + n) for n in (1, 2, 3))


async def stand(tx: Tx) -> tuple[int, int, dict[UUID, int]]:
    """All, what is free, and the budgets."""
    shown = await promotions.view(tx)
    return shown.total_fen, shown.free_fen, {one.budget_id: one.left_fen for one in shown.budgets}


async def test_before_anything_is_set_aside_there_is_nothing(tx: Tx, now: datetime) -> None:
    assert await stand(tx) == (0, 0, {})
    with pytest.raises(promotions.PromotionTooSmall) as refused:
        await promotions.open_budget(tx, ONE, 1, now)
    assert refused.value.facts == {"free_fen": 0}
    assert await promotions.close_budget(tx, ONE, now) == 0


async def test_money_goes_from_the_house_into_budgets_and_back(tx: Tx, now: datetime) -> None:
    for _ in range(2):
        await promotions.fund(tx, DEED, 1_000, now)
        await promotions.open_budget(tx, ONE, 600, now)
        await promotions.raise_budget(tx, DEED, ONE, 100, now)
        await promotions.open_budget(tx, OTHER, 300, now)
        assert await stand(tx) == (1_000, 0, {ONE: 700, OTHER: 300})
    assert await promotions.left(tx, [ONE, DEED]) == {ONE: 700, DEED: 0}
    assert await promotions.close_budget(tx, ONE, now) == 700
    assert await promotions.close_budget(tx, ONE, now) == 0
    assert await stand(tx) == (1_000, 700, {OTHER: 300})
    assert (await ledger.balances(tx, [promotions.HOUSE]))[promotions.HOUSE].net == -1_000


async def test_more_than_is_free_is_refused_and_nothing_moves(tx: Tx, now: datetime) -> None:
    await promotions.fund(tx, DEED, 1_000, now)
    await promotions.open_budget(tx, ONE, 900, now)
    for too_much in (promotions.open_budget(tx, OTHER, 101, now), promotions.raise_budget(tx, DEED, ONE, 101, now)):
        with pytest.raises(promotions.PromotionTooSmall) as refused:
            await too_much
        assert refused.value.facts == {"free_fen": 100}
    assert await stand(tx) == (1_000, 100, {ONE: 900})


async def test_the_same_deed_with_another_sum_is_refused(tx: Tx, now: datetime) -> None:
    await promotions.fund(tx, DEED, 1_000, now)
    await promotions.open_budget(tx, ONE, 500, now)
    with pytest.raises(promotions.FundingDiffers):
        await promotions.fund(tx, DEED, 999, now)
    with pytest.raises(ledger.TransferRefused) as refused:
        await promotions.open_budget(tx, ONE, 499, now)
    assert refused.value.result == ledger.Result.EXISTS_WITH_DIFFERENT_FEN


async def test_a_closed_budget_stays_closed(tx: Tx, now: datetime) -> None:
    await promotions.fund(tx, DEED, 1_000, now)
    await promotions.open_budget(tx, ONE, 500, now)
    await promotions.close_budget(tx, ONE, now)
    with pytest.raises(ledger.TransferRefused) as refused:
        await promotions.raise_budget(tx, OTHER, ONE, 1, now)
    assert refused.value.result == ledger.Result.CREDIT_ACCOUNT_ALREADY_CLOSED


async def test_two_who_want_the_last_of_it_do_not_both_get_it(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await promotions.fund(tx, DEED, 1_000, now)

    async def cut(budget_id: UUID) -> bool:
        try:
            async with db.transaction() as tx:
                await promotions.open_budget(tx, budget_id, 400, now)
        except promotions.PromotionTooSmall:
            return False
        return True

    got = await asyncio.gather(*(cut(ids.new(now)) for _ in range(6)))
    assert sum(got) == 2
    async with db.transaction() as tx:
        assert (await promotions.view(tx)).free_fen == 200
    assert await promotions.audit(db) == []
