"""What the audit finds, what an operator is shown, and that one bad gift does not stop the sweep."""

from datetime import timedelta

import pytest

from kith import gifts
from kith.gifts.tests.town import Town

# what somebody did to the rows behind the back of the program, and the check that notices
DAMAGE = [
    ("DELETE FROM timer", "gift-deadline"),
    ("INSERT INTO timer SELECT gift_id, 'lapse', due_at FROM timer LIMIT 1", "gift-deadline"),
    ("UPDATE timer SET kind = 'settle' WHERE kind = 'ship_late'", "gift-deadline"),
    ("UPDATE part SET fen = fen - 1", "gift-parts"),
    ("UPDATE part SET paid_at = NULL", "gift-money"),
    ("UPDATE part SET returned_fen = 1", "gift-money"),
    ("UPDATE acceptance SET fen = fen - 1", "gift-value"),
    ("UPDATE part SET returned_at = paid_at", "gift-money"),
    ("UPDATE gift SET state = 'shipped'", "gift-moves"),
    ("UPDATE gift SET moves = moves + 1", "gift-moves"),
    ("UPDATE gift SET state = 'cancelled'", "address-key"),
    ("UPDATE gift SET state = 'cancelled'", "gift-money"),
    ("UPDATE gift SET state = 'received'", "address-key"),
]


@pytest.mark.parametrize(("damage", "check"), DAMAGE)
async def test_damage_is_found(town: Town, damage: str, check: str) -> None:
    gift_id = await town.accepted()
    assert await town.findings() == []
    async with town.db.transaction() as tx:
        await tx.execute(damage)
    found = await gifts.audit(town.db, town.policy, town.now)
    assert check in [finding.check for finding in found]
    assert {finding.subject for finding in found} == {str(gift_id)}


async def test_an_address_that_outlives_its_date_is_found(town: Town) -> None:
    gift_id = await town.shipped()
    await town.confirm(gift_id)
    town.later(days=30)
    assert await gifts.audit(town.db, town.policy, town.now) == []
    town.later(minutes=16)
    assert [finding.check for finding in await gifts.audit(town.db, town.policy, town.now)] == ["address-key"]


async def test_one_that_fails_does_not_stop_the_others(town: Town) -> None:
    bad, good = await town.offered(), await town.offered()
    async with town.db.transaction() as tx:
        await tx.execute("UPDATE part SET payer_id = payer_id, fen = fen + 1 WHERE gift_id = %s", [bad])
    town.later(days=2)
    assert await gifts.sweep(town.db, town.policy, town.now) == len(("half time", "last day")) * len((bad, good))
    town.later(days=1)
    assert await gifts.sweep(town.db, town.policy, town.now) == 1
    assert (await town.state(bad), await town.state(good)) == ("offered", "expired")
    town.later(minutes=16)
    async with town.db.transaction() as tx:
        assert [(row.gift_id, row.why) for row in await gifts.stuck(tx, town.policy, town.now)] == [(bad, "expire")]
        await tx.execute("UPDATE part SET fen = fen - 1 WHERE gift_id = %s", [bad])
    await town.sweep()
    assert await town.findings() == []


async def test_a_sweep_does_all_that_is_due_and_nothing_that_is_not(town: Town) -> None:
    first = await town.offered(window_days=1)
    second = await town.offered(window_days=7)
    third = await town.give()
    town.later(days=1, microseconds=-1)
    assert await gifts.sweep(town.db, town.policy, town.now) == len(("first is reminded of", "third lapses"))
    assert [await town.state(each) for each in (first, second, third)] == ["offered", "offered", "lapsed"]
    town.later(microseconds=1)
    assert await gifts.sweep(town.db, town.policy, town.now) == 1
    assert await gifts.sweep(town.db, town.policy, town.now) == 0
    town.now += timedelta(days=6)
    assert await gifts.sweep(town.db, town.policy, town.now) == len(("half time", "last day", "second expires"))
