"""Pushes tell of gifts what the app tells, when it tells it; and the worker of an installation sends them."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kith import push
from kith.gifts.tests.town import Town
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.worker import working
from kith.push.tests.away import Away
from kith.push.tests.receiver import receiving
from tests import cast
from tests.cast import ANN, BO

HOUR = timedelta(hours=1)

Heard = list[tuple[timedelta, dict[str, Any], int, str, str]]
"""When, what, and what the push service sees of it."""


@pytest.fixture
async def away(db: Database, now: datetime, tmp_path: Path) -> AsyncGenerator[Away]:
    async with receiving(tmp_path) as (receiver, service):
        yield Away(db, now, receiver, service)


async def heard(town: Town, away: Away, began: datetime, names: dict[str, str], hours: int) -> Heard:
    """What Ann's browser gets in so many hours, with names for ids."""
    found: Heard = []
    for _ in range(hours):
        await town.sweep(hours=1)
        # Whatever it is, it waits a moment to be seen live.
        away.now = town.now + timedelta(seconds=3)
        await away.sweep()
        got, away.receiver.got = away.receiver.got, []
        for one in got:
            said = {key: names.get(str(value), value) for key, value in one.said.items()}
            found.append((away.now - began, said, one.length, one.headers["ttl"], one.headers["urgency"]))
    return found


async def test_a_silent_decline_is_pushed_as_a_gift_that_nobody_answered(away: Away) -> None:
    town = await Town(away.db, away.now).build()
    await away.subscribe(ANN)
    worlds: list[Heard] = []
    for declines in (True, False):
        town.later(days=20)
        began = town.now
        gift_id = await town.offered()
        names = {str(gift_id): "gift", str(await town.charge(gift_id)): "charge"}
        before = await heard(town, away, began, names, 5)
        if declines:
            await town.decline(gift_id)
        worlds.append([*before, *await heard(town, away, began, names, 24 * 4)])
    assert worlds[0] == worlds[1]
    assert ("gift_given", "gift") in [(one["kind"], one.get("ref")) for _, one, _, _, _ in worlds[0]]


async def test_no_push_tells_the_giver_the_hour_of_delivery(away: Away) -> None:
    town = await Town(away.db, away.now).build()
    gift_id = await town.shipped()
    await away.subscribe(ANN)
    await town.carrier("in_transit")
    began = town.now
    came: list[timedelta] = []
    for hour in range(48):
        if hour == 3:
            await town.carrier("delivered")
        came += [at for at, *_ in await heard(town, away, began, {}, 1)]
    assert await town.state(gift_id) in ("delivered", "received")
    # It was noon in Beijing.
    assert came
    assert all((at - timedelta(seconds=3)) % (24 * HOUR) <= 13 * HOUR for at in came)
    assert all((at - timedelta(seconds=3)) % (24 * HOUR) >= 12 * HOUR for at in came)


async def test_a_worker_pushes(db: Database, fresh_url: str, away: Away) -> None:
    away.now = clock.now() - timedelta(minutes=1)
    await away.enter(ANN, BO)
    await away.subscribe(BO)
    where = await away.write(ANN, BO)
    parts = cast.parts(db, away.service, push.Policy())
    async with working(fresh_url, parts), asyncio.timeout(120):
        await away.receiver.asked.wait()
    assert away.receiver.take() == [("message", str(where))]
