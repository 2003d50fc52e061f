"""Who is pushed, about what, and when: through a real push service, whose browsers open what they get."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from kith import chat, people
from kith.chat.hide import hide
from kith.chat.join_group import join_group
from kith.chat.mark_read import mark_read
from kith.chat.mute import mute
from kith.kit import ids
from kith.kit.sql import Database
from kith.people.sign_out import sign_out
from kith.push.choice import Topic
from kith.push.collect import collect
from kith.push.post import LEASE
from kith.push.tests.away import ASLEEP, Away
from tests.cast import ANN, BO, CHEN, SECRET


async def test_a_message_reaches_who_is_away(away: Away) -> None:
    await away.subscribe(BO)
    where = await away.write(ANN, BO, "Shall we meet?")
    assert await away.pass_by(seconds=2) == []
    await away.say(ANN, where, "At six")
    assert await away.pass_by(seconds=1) == [("message", str(where))]
    assert await away.pass_by(minutes=10) == []
    await away.say(ANN, where, "Or seven")
    assert await away.pass_by(seconds=3) == [("message", str(where))]


async def test_what_is_said_in_it_and_to_whom_is_not_to_be_seen(away: Away) -> None:
    await away.subscribe(BO)
    await away.subscribe(CHEN)
    await away.write(ANN, BO)
    await away.tell(BO, "gift_received", ANN)
    await away.write(ANN, CHEN)
    away.now += timedelta(seconds=4)
    await away.sweep()
    got = away.receiver.got
    assert {one.said["kind"] for one in got} == {"message", "gift_received"}
    assert len({one.length for one in got}) == 1
    assert len({one.headers["topic"] for one in got}) == 3
    assert all(set(one.said) == {"kind", "ref", "number"} for one in got)
    assert {one.headers["ttl"] for one in got} == {str(86_400), str(2 * 86_400)}


async def test_two_browsers_of_one_person_both_hear_of_it_and_are_not_known_to_be_one(away: Away) -> None:
    await away.subscribe(BO)
    await away.subscribe(BO)
    await away.tell(BO, "follow", ANN)
    away.now += timedelta(seconds=4)
    await away.sweep()
    one, other = away.receiver.got
    assert one.about == other.about == ("follow", str(ANN))
    assert one.browser != other.browser
    assert one.headers["topic"] != other.headers["topic"]


async def test_whoever_is_here_is_told_live_and_not_pushed(away: Away) -> None:
    await away.subscribe(BO)
    away.present.add(BO)
    await away.server.look()
    where = await away.write(ANN, BO)
    await away.tell(BO, "gift_given", ANN)
    # Nobody knows yet if Bo was here when it came, or an hour before.
    for _ in range(6):
        assert await away.pass_by(seconds=5) == []
    assert await away.left("push_held") == 0
    away.present.clear()
    await away.say(ANN, where)
    assert await away.pass_by(seconds=3) == [("message", str(where))]


async def test_whoever_was_here_when_the_server_died_is_pushed_a_minute_later(away: Away) -> None:
    await away.subscribe(BO)
    away.present.add(BO)
    await away.server.look()
    away.present.clear()
    away.server = away.starts()
    where = await away.write(ANN, BO)
    assert await away.pass_by(seconds=10) == []
    assert await away.pass_by(seconds=51) == [("message", str(where))]
    assert await away.left("live") == 0


async def test_whoever_comes_meanwhile_has_seen_it(away: Away) -> None:
    await away.subscribe(BO, **ASLEEP)
    away.now += timedelta(hours=12)
    await away.write(ANN, BO)
    await away.tell(BO, "ask", ANN)
    assert await away.pass_by(minutes=1) == []
    away.present.add(BO)
    assert await away.pass_by(minutes=1) == []
    away.present.clear()
    assert await away.pass_by(hours=9) == []


async def test_what_quiet_hours_held_back_is_one_at_their_end(away: Away) -> None:
    await away.subscribe(BO, **ASLEEP)
    await away.subscribe(CHEN, **ASLEEP)
    away.now += timedelta(hours=12)
    for friend in (ANN, CHEN):
        await away.write(friend, BO)
    await away.tell(BO, "gift_received", ANN)
    alone = await away.write(ANN, CHEN)
    assert await away.pass_by(hours=1) == []
    away.now += timedelta(hours=6, minutes=59, seconds=59)
    await away.sweep()
    assert away.receiver.got == []
    away.now += timedelta(seconds=1)
    await away.sweep()
    said = sorted((one.said for one in away.receiver.got), key=lambda one: one["number"])
    assert said == [{"kind": "message", "ref": str(alone), "number": 1}, {"kind": "summary", "number": 3}]


async def test_what_was_read_muted_or_hidden_meanwhile_is_not_told_in_the_morning(away: Away) -> None:
    await away.subscribe(BO, **ASLEEP)
    away.now += timedelta(hours=12)
    read, muted = await away.write(ANN, BO), await away.write(CHEN, BO)
    assert await away.pass_by(minutes=1) == []
    async with away.db.transaction() as tx:
        await mark_read(tx, read, BO, 1)
        await mute(tx, muted, BO, muted=True)
    assert await away.pass_by(hours=9) == []


async def test_quiet_hours_that_are_switched_off_hold_nothing_back_any_more(away: Away) -> None:
    await away.subscribe(BO, **ASLEEP)
    away.now += timedelta(hours=12)
    await away.tell(BO, "ask", ANN)
    assert await away.pass_by(minutes=1) == []
    await away.choose(BO)
    assert await away.pass_by(seconds=1) == [("ask", str(ANN))]


@pytest.mark.parametrize("how", ["muted", "hidden", "blocked", "switched off", "signed out", "not subscribed", "own"])
async def test_who_is_not_pushed_about_a_message(away: Away, how: str) -> None:
    me, browser = await away.subscribe(BO)
    where = await away.write(ANN, BO)
    async with away.db.transaction() as tx:
        if how == "muted":
            await mute(tx, where, BO, muted=True)
        elif how == "hidden":
            await hide(tx, where, BO)
        elif how == "blocked":
            await people.block(tx, people.Blocked((chat.keep_apart,)), BO, ANN, away.now)
        elif how == "signed out":
            await sign_out(tx, BO, me.device_id)
        elif how == "not subscribed":
            await tx.execute("DELETE FROM push_subscription")
    if how == "switched off":
        await away.choose(BO, "messages")
    if how == "own":
        await away.say(BO, where, "Hello yourself")
        await away.subscribe(BO, browser)
    assert await away.pass_by(minutes=1) == []
    assert await away.left("push_due") == await away.left("push_post") == await away.left("push_held") == 0


@pytest.mark.parametrize(
    ("off", "kind"), [("gifts", "gift_reminder"), ("payments", "charge"), ("people", "follow"), ("shop", "shop_order")]
)
async def test_each_topic_can_be_switched_off(away: Away, off: Topic, kind: str) -> None:
    await away.subscribe(BO)
    await away.choose(BO, off)
    for one in ("gift_reminder", "charge", "follow", "shop_order"):
        await away.tell(BO, one, ANN)
    told = {one for one, _ in await away.pass_by(minutes=1)}
    assert told == {"gift_reminder", "charge", "follow", "shop_order"} - {kind}


async def test_a_stranger_is_a_greeting(away: Away) -> None:
    await away.subscribe(BO)
    async with away.db.transaction() as tx:
        await people.unfollow(tx, BO, ANN)
    where = await away.write(ANN, BO)
    assert await away.pass_by(minutes=1) == [("greeting", str(where))]


async def test_in_a_group_all_who_are_away_but_not_because_of_whom_one_has_blocked(away: Away) -> None:
    where = chat.ConversationId(ids.new(away.now))
    await away.subscribe(BO)
    await away.subscribe(CHEN)
    async with away.db.transaction() as tx:
        await chat.create_group(tx, chat.Policy(), ANN, chat.NewGroup("Walks", group_id=where), away.now)
        for person in (BO, CHEN):
            await join_group(tx, chat.Policy(), where, person, "", now=away.now)
    # That somebody came is no message.
    assert await away.pass_by(minutes=1) == []
    await away.say(ANN, where)
    assert await away.pass_by(minutes=1) == [("message", str(where))] * 2
    async with away.db.transaction() as tx:
        await people.block(tx, people.Blocked(), CHEN, ANN, away.now)
    await away.say(ANN, where)
    assert await away.pass_by(minutes=1) == [("message", str(where))]


async def test_a_browser_that_is_gone_is_forgotten(away: Away) -> None:
    await away.subscribe(BO)
    await away.subscribe(CHEN)
    away.receiver.answers = [(410, "")]
    for person in (BO, CHEN):
        await away.tell(person, "follow", ANN)
    assert len(await away.pass_by(minutes=1)) == 1
    assert await away.left("push_subscription") == 1
    assert await away.left("push_post") == 0
    # Whoever has no browser any more is not counted among those who want to be pushed.
    for _ in range(2):
        for person in (BO, CHEN):
            await away.tell(person, "ask", ANN)
        assert len(await away.pass_by(minutes=1)) == 1
    async with away.db.connection() as connection:
        rows = await connection.execute("SELECT count(*) FROM event_counter WHERE pushed")
        assert await rows.fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("answer", "waits"),
    [((503, ""), 30), ((429, "Retry-After: 300\r\n"), 300), ((429, "Retry-After: 999999\r\n"), 3_600), ((500, ""), 30)],
)
async def test_a_service_that_is_busy_is_asked_again(away: Away, answer: tuple[int, str], waits: int) -> None:
    await away.subscribe(BO)
    away.receiver.answers = [answer]
    await away.tell(BO, "follow", ANN)
    assert await away.pass_by(seconds=4) == []
    assert await away.pass_by(seconds=waits - 1) == []
    assert away.receiver.tries == 1
    assert await away.pass_by(seconds=1) == [("follow", str(ANN))]


async def test_a_service_that_stays_busy_is_given_up_when_the_push_is_worth_nothing_any_more(away: Away) -> None:
    await away.subscribe(BO)
    away.receiver.answers = [(503, "")] * 100
    await away.tell(BO, "charge", ANN)
    for _ in range(40):
        await away.pass_by(minutes=30)
    assert await away.left("push_post") == 0
    assert 12 < away.receiver.tries < 25
    assert await away.left("push_subscription") == 1


async def test_what_a_service_refuses_is_not_tried_again(away: Away) -> None:
    await away.subscribe(BO)
    away.receiver.answers = [(400, "")]
    await away.tell(BO, "follow", ANN)
    for _ in range(3):
        assert await away.pass_by(hours=1) == []
    assert away.receiver.tries == 1
    assert await away.left("push_subscription") == 1


async def test_a_worker_that_dies_between_deciding_and_sending_loses_nothing(away: Away) -> None:
    await away.subscribe(BO)
    where = await away.write(ANN, BO)
    away.now += timedelta(seconds=5)
    async with away.db.transaction() as tx:
        await collect(tx, away.policy, away.now)
    assert await away.pass_by(seconds=1) == [("message", str(where))]


async def test_a_worker_that_dies_while_deciding_has_decided_nothing(away: Away) -> None:
    await away.subscribe(BO)
    where = await away.write(ANN, BO)
    await away.tell(BO, "follow", ANN)
    away.now += timedelta(seconds=5)
    with suppress(ZeroDivisionError):
        async with away.db.transaction() as tx:
            await collect(tx, away.policy, away.now)
            raise ZeroDivisionError
    assert sorted(await away.pass_by(seconds=1)) == sorted([("message", str(where)), ("follow", str(ANN))])


async def test_a_worker_that_dies_while_sending_is_followed_by_another_after_its_lease(away: Away) -> None:
    await away.subscribe(BO)
    await away.tell(BO, "follow", ANN)
    away.now += timedelta(seconds=5)
    away.receiver.waits = asyncio.Event()
    dying = asyncio.create_task(away.sweep())
    await away.receiver.asked.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    away.receiver.waits.set()
    # What the dead worker had sent, and nothing more before its time is over.
    await away.pass_by(seconds=30)
    assert await away.left("push_post") == 1
    assert await away.pass_by(seconds=LEASE.total_seconds()) == [("follow", str(ANN))]
    assert await away.left("push_post") == 0


async def test_workers_side_by_side_push_each_thing_once(away: Away, db: Database) -> None:
    await away.subscribe(BO)
    await away.subscribe(CHEN)
    refs = [people.PersonId(ids.new(away.now)) for _ in range(30)]
    for ref in refs:
        for person in (BO, CHEN):
            await away.tell(person, "ask", ref)
    away.now += timedelta(seconds=5)
    async with Database(db.url, size=4) as other:
        there = Away(other, away.now, away.receiver, away.service)
        await asyncio.gather(*(worker.sweep() for worker in (away, there, away, there)))
    assert sorted(away.receiver.take(), key=str) == sorted([("ask", str(ref)) for ref in refs] * 2, key=str)


async def test_a_subscription_that_was_sealed_elsewhere_is_forgotten(away: Away) -> None:
    await away.subscribe(BO)
    async with away.db.transaction() as tx:
        await tx.execute("UPDATE push_subscription SET sealed = %s", [SECRET.seal("{}", b"another")])
    await away.tell(BO, "follow", ANN)
    assert await away.pass_by(minutes=1) == []
    assert await away.left("push_subscription") == 0
