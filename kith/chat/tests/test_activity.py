"""How much goes on in a group: on how many days its members wrote."""

from datetime import timedelta

from kith import people
from kith.chat.conversation import ConversationId
from kith.chat.create_group import create_group
from kith.chat.group import NewGroup
from kith.chat.join_group import join_group
from kith.chat.leave_group import leave_group
from kith.chat.list_activity import list_activity
from kith.chat.tests.hall import Hall
from kith.kit import ids
from tests.cast import ANN, BO, CHEN


async def group(hall: Hall, *others: people.PersonId) -> ConversationId:
    """Ann's, with others in it."""
    group_id = ConversationId(ids.new(hall.now))
    await create_group(hall.tx, hall.policy, ANN, NewGroup(group_id=group_id, name="Hall"), hall.now)
    for other in others:
        await join_group(hall.tx, hall.policy, group_id, other, "", now=hall.now)
    return group_id


async def days(hall: Hall, group_id: ConversationId, window: int) -> list[int]:
    """On how many days of the window members wrote, of those who did."""
    [found] = [
        one
        for one in await list_activity(hall.tx, days=window, limit=100, now=hall.now)
        if one.conversation_id == group_id
    ]
    return sorted(found.days)


async def test_who_writes_much_on_one_day_counts_once(hall: Hall) -> None:
    where = await group(hall, BO, CHEN)
    assert await days(hall, where, 7) == []
    for _ in range(3):
        await hall.say(where, ANN)
    await hall.say(where, BO)
    assert await days(hall, where, 7) == [1, 1]


async def test_days_count_that_lie_in_the_window(hall: Hall) -> None:
    where = await group(hall, BO)
    await hall.say(where, BO)
    for _ in range(4):
        hall.now += timedelta(days=2)
        await hall.say(where, ANN)
    assert [await days(hall, where, window) for window in (1, 2, 3, 7, 9, 60)] == [
        [1],
        [1],
        [2],
        [4],
        [1, 4],
        [1, 4],
    ]
    hall.now += timedelta(days=59)
    assert await days(hall, where, 60) == [1]
    hall.now += timedelta(days=1)
    assert await days(hall, where, 60) == []
    await hall.say(where, ANN)
    assert await days(hall, where, 60) == [1]


async def test_who_has_left_does_not_count(hall: Hall) -> None:
    where = await group(hall, BO)
    await hall.say(where, BO)
    await leave_group(hall.tx, hall.policy, where, BO, hall.now)
    assert await days(hall, where, 7) == []
    await join_group(hall.tx, hall.policy, where, BO, "", now=hall.now)
    assert await days(hall, where, 7) == []


async def test_groups_come_in_pages(hall: Hall) -> None:
    made = sorted([await group(hall) for _ in range(2)])
    [first] = await list_activity(hall.tx, days=7, limit=1, now=hall.now)
    [second] = await list_activity(hall.tx, days=7, after=first.conversation_id, limit=1, now=hall.now)
    assert [first.conversation_id, second.conversation_id] == made
    assert (first.name, first.members, first.days) == ("Hall", 1, [])
