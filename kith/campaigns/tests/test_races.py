"""Two at once, and a crash between any two commits: nobody gets anything twice, and no fen is lost."""

import asyncio
from contextlib import suppress

import pytest

from kith.campaigns.step import step
from kith.campaigns.stop import stop
from kith.campaigns.sweep import sweep
from kith.campaigns.tests.show import EVERYBODY, OPERATOR, Show
from kith.envelopes.sweep import sweep as sweep_envelopes
from kith.kit.sql import Database


class Killed(Exception):
    """The worker is gone."""


async def test_workers_who_prepare_at_once_give_once(show: Show) -> None:
    one = await show.scheduled()
    show.now += show.policy.lead
    await asyncio.gather(*(sweep(show.db, show.policy, show.now) for _ in range(3)))
    assert (await show.state(one), await show.left(one)) == ("prepared", 200)
    await show.sound()


@pytest.mark.parametrize("deed", ["prepare", "end"])
async def test_who_is_killed_in_the_middle_is_followed_by_another(show: Show, deed: str) -> None:
    for place in (3, 4):
        await show.group(f"More {place}", show.now)
        await show.say([(place, who) for who in EVERYBODY])
    one = await show.scheduled(least_age_days=0, budget_fen=1_600)
    show.now += show.policy.lead if deed == "prepare" else show.policy.lead * 3
    if deed == "end":
        await show.tend(one, hours=-2)
        show.now += show.policy.lead * 2
    for _ in range(20):
        with suppress(Killed):
            async with show.db.transaction() as tx:
                await step(tx, show.policy, one, show.now)
                raise Killed
        async with show.db.transaction() as tx:
            if await step(tx, show.policy, one, show.now) is None:
                break
    assert await show.state(one) == ("prepared" if deed == "prepare" else "over")
    assert await show.left(one) == 0
    assert await show.free() == (3_400 if deed == "prepare" else 5_000)
    await show.sound()


async def test_a_share_is_taken_or_went_back_never_both(show: Show) -> None:
    one = await show.scheduled()
    await show.tend(one, hours=2)

    async def halt() -> None:
        async with show.db.transaction() as tx:
            await stop(tx, show.policy, one, by=OPERATOR, now=show.now)
        await show.tend(one)

    asked = [show.open(one, where, who) for where in (0, 1) for who in EVERYBODY]
    *answers, _ = await asyncio.gather(*asked[:4], *asked[4:], halt())
    taken = [answer for answer in answers if isinstance(answer, int)]
    assert sum((await show.wallets()).values()) == sum(taken)
    assert (await show.state(one), await show.free()) == ("stopped", 5_000 - sum(taken))
    await show.sound()


async def test_the_sweep_of_envelopes_and_that_of_campaigns_end_them_together(show: Show, db: Database) -> None:
    one = await show.scheduled()
    await show.tend(one, hours=2)
    await show.open(one, 0, EVERYBODY[0])
    show.now += show.policy.lead
    await asyncio.gather(sweep_envelopes(db, show.now), sweep(db, show.policy, show.now))
    assert (await show.state(one), await show.free()) == ("over", 4_900)
    await show.sound()
