"""Asking friends to pay: each refusal in the order of the checks, and that who does not pay shows nowhere."""

import asyncio
from datetime import timedelta
from functools import partial

import msgspec
import pytest
from msgspec.structs import replace

from kith import gifts, people
from kith.gifts.ask import Asking, AskNotFound, may_ask
from kith.gifts.collecting import NotCollecting
from kith.gifts.list_asks import list_asks
from kith.gifts.list_paid import list_paid
from kith.gifts.pay_link import PayLinkNotFound, YourOwnLink
from kith.gifts.revoke_pay_link import revoke_pay_link
from kith.gifts.tests.test_collecting import COLLECTING, POLICY
from kith.gifts.tests.test_moves import NOON, answer
from kith.gifts.tests.town import FEN, Town
from kith.gifts.view_gift_summary import view_gift_summary
from kith.kit.refusal import Refusal
from tests.cast import ANN, BO, CHEN, DEE, EVE, FAY, GAO, SECRET

FRIENDS = frozenset([CHEN, DEE, EVE])


@pytest.fixture
async def ann(town: Town) -> Town:
    """The town, in which Ann has three friends besides Bo."""
    for friend in FRIENDS:
        await town.befriend(ANN, friend)
    return town


def asked(*friends: people.PersonId, recent: tuple[Asking, ...] = (), one: object = COLLECTING) -> str:
    rule = partial(may_ask, mutual=FRIENDS | {BO}, recent=recent, policy=POLICY, now=NOON)
    return answer(rule, one, frozenset(friends))


def test_the_first_reason_is_the_answer() -> None:
    long_ago, lately = NOON - timedelta(days=20), NOON - timedelta(hours=1)
    assert asked(BO, GAO, CHEN, recent=(Asking(CHEN, lately),)) == "not_the_recipient"
    assert asked(BO, one=replace(COLLECTING, giver_id=BO)) == "ok"
    assert asked(GAO, CHEN, recent=(Asking(CHEN, lately),)) == "not_friends"
    assert asked(CHEN, recent=(Asking(CHEN, long_ago),)) == "asked_too_often"
    assert asked(CHEN, DEE, recent=tuple(Asking(one, lately) for one in (EVE, FAY))) == "asked_too_often"
    assert asked(CHEN, recent=tuple(Asking(one, lately) for one in (EVE, FAY))) == "ok"
    assert asked(CHEN, recent=tuple(Asking(one, long_ago) for one in (EVE, FAY, GAO))) == "ok"


async def refused(town: Town, gift_id: gifts.GiftId, *friends: people.PersonId, asker: people.PersonId = ANN) -> str:
    with pytest.raises(Refusal) as caught:
        await town.ask(gift_id, *friends, asker=asker)
    return caught.value.code


async def test_who_may_be_asked_for_what(ann: Town) -> None:
    gift_id = await ann.collect()
    assert await refused(ann, gift_id, CHEN, asker=BO) == "gift_not_found"
    assert await refused(ann, await ann.give(), GAO) == "not_collecting"
    assert await refused(ann, gift_id, BO) == "not_the_recipient"
    await ann.block(EVE, ANN)
    assert {await refused(ann, gift_id, CHEN, one) for one in (GAO, EVE, ANN)} == {"not_friends"}
    with pytest.raises(AskNotFound):
        await ann.asked(gift_id, CHEN)
    first = await ann.ask(gift_id, CHEN, fen=5_000)
    assert [(one.friend.nickname, one.fen) for one in first.asked] == [("Chen", 5_000)]
    assert await ann.ask(gift_id, CHEN, fen=5_000) == first
    assert await refused(ann, gift_id, CHEN) == "asked_too_often"
    assert await refused(ann, await ann.collect(), CHEN) == "asked_too_often"
    ann.later(days=3)
    assert await refused(ann, gift_id, DEE) == "not_collecting"
    ann.later(days=27)
    await ann.ask(await ann.collect(), CHEN)


async def test_three_a_day_however_many_gifts(ann: Town) -> None:
    await ann.befriend(ANN, GAO)
    await ann.ask(await ann.collect(), CHEN)
    gift_id = await ann.collect()
    assert await refused(ann, gift_id, DEE, EVE, GAO) == "asked_too_often"
    await ann.ask(gift_id, DEE, EVE)
    assert await refused(ann, gift_id, GAO) == "asked_too_often"
    ann.later(days=1)
    await ann.ask(gift_id, GAO)


async def test_askers_at_once_do_not_wait_in_a_circle(town: Town) -> None:
    persons = (ANN, CHEN, DEE)
    for one in persons:
        for other in persons:
            if one != other:
                await town.befriend(one, other)
    made = [(await town.collect(one), one) for one in persons]
    await asyncio.gather(
        *(town.ask(gift_id, *[one for one in persons if one != asker], asker=asker) for gift_id, asker in made)
    )
    for gift_id, asker in made:
        assert len((await town.giver(gift_id, asker)).asked) == 2


async def test_what_a_friend_sees(ann: Town) -> None:
    gift_id = await ann.collect()
    await ann.ask(gift_id, CHEN, fen=5_000)
    view = await ann.asked(gift_id, CHEN)
    assert (view.asker.nickname, view.recipient.nickname, view.title) == ("Ann", "Bo", "Vase")
    assert (view.fen, view.left_fen, view.asked_fen, view.state) == (FEN, FEN, 5_000, "open")
    assert (view.why, view.warning) == ("Let us do it together", "asked_first")
    assert b"For your window" not in msgspec.json.encode(view)
    async with ann.db.transaction() as tx:
        page = await list_asks(tx, CHEN, limit=1, after=None, now=ann.now)
        assert page.items == [view]
        assert (await list_asks(tx, CHEN, limit=1, after=page.next, now=ann.now)).items == []
        assert (await view_gift_summary(tx, CHEN, ann.now)).asks == 1


async def test_who_had_begun_is_not_warned(ann: Town) -> None:
    await ann.give(CHEN, recipient_id=ANN)
    theirs = await ann.collect(DEE)
    await ann.ask(theirs, ANN, asker=DEE)
    ann.later(minutes=1)
    gift_id = await ann.collect()
    await ann.ask(gift_id, CHEN, DEE, EVE)
    warnings = [(await ann.asked(gift_id, one)).warning for one in (CHEN, DEE, EVE)]
    assert warnings == [None, None, "asked_first"]


async def everything(town: Town, gift_id: gifts.GiftId, *persons: people.PersonId) -> list[bytes]:
    """Every byte that reaches these people of the gift."""
    seen: list[bytes] = []
    for person in persons:
        async with town.db.transaction() as tx:
            given = await gifts.list_given(tx, person, limit=100, after=None, now=town.now)
            got = await gifts.list_received(tx, person, limit=100, after=None, now=town.now)
            asks = await list_asks(tx, person, limit=100, after=None, now=town.now)
            paid = await list_paid(tx, person, limit=100, after=None, now=town.now)
            events = await tx.execute("SELECT kind, ref, happened_at FROM event WHERE person_id = %s", [person])
            seen.append(msgspec.json.encode([given, got, asks, paid, await events.fetchall()]))
    return seen


async def test_a_dismissed_ask_is_for_everybody_else_as_one_that_nobody_looked_at(ann: Town) -> None:
    """Each moment is compared, in all that anybody sees, with the moment before."""
    gift_id = await ann.collect()
    await ann.ask(gift_id, CHEN, DEE)
    await ann.pay_part(gift_id, DEE, 1_000)
    before = await everything(ann, gift_id, ANN, BO, DEE)
    await ann.dismiss(gift_id, CHEN)
    assert await everything(ann, gift_id, ANN, BO, DEE) == before
    view = await ann.asked(gift_id, CHEN)
    assert (view.dismissed, view.state) == (True, "open")
    async with ann.db.transaction() as tx:
        assert (await list_asks(tx, CHEN, limit=9, after=None, now=ann.now)).items == []
        assert (await view_gift_summary(tx, CHEN, ann.now)).asks == 0
    await ann.open_part(gift_id, CHEN, 500)
    assert await everything(ann, gift_id, ANN, BO, DEE) == before
    await ann.dismiss(gift_id, CHEN)
    assert await everything(ann, gift_id, ANN, BO, DEE) == before
    assert (await ann.asked(gift_id, CHEN)).your_parts[0].state == "over"
    await ann.sweep(days=3)
    assert b"Chen" not in (await everything(ann, gift_id, BO, DEE))[1]
    assert await ann.findings() == []


async def test_over_the_link(ann: Town) -> None:
    gift_id = await ann.collect()
    token = await ann.link(gift_id)
    assert await ann.link(gift_id) == token
    assert len(token) == 22
    before = await everything(ann, gift_id, ANN, BO)
    view = await ann.come(token, CHEN)
    assert (view.why, view.asked_fen) == ("Come along", None)
    assert await ann.come(token, CHEN) == view
    assert await everything(ann, gift_id, ANN, BO) == before
    await ann.dismiss(gift_id, CHEN)
    assert not (await ann.come(token, CHEN)).dismissed
    for person, refusal in ((ANN, YourOwnLink), (BO, PayLinkNotFound), (GAO, gifts.NotFriends)):
        with pytest.raises(refusal):
            await ann.come(token, person)
    await ann.ask(gift_id, CHEN, fen=700)
    assert (await ann.asked(gift_id, CHEN)).asked_fen == 700
    async with ann.db.transaction() as tx:
        rows = await tx.execute("SELECT token_hash FROM pay_link_token")
        assert token.encode() not in (await rows.fetchone() or (b"",))[0]
        await revoke_pay_link(tx, SECRET, gift_id, ANN, ann.now)
    with pytest.raises(PayLinkNotFound):
        await ann.come(token, DEE)
    again = await ann.link(gift_id)
    assert again != token
    ann.later(days=3)
    with pytest.raises(NotCollecting):
        await ann.come(again, DEE)
    assert (await ann.come(again, CHEN)).gift_id == gift_id


async def test_a_block_takes_away_what_was_asked_and_what_is_being_paid(ann: Town) -> None:
    gift_id = await ann.collect()
    await ann.ask(gift_id, CHEN, DEE)
    await ann.pay_part(gift_id, CHEN, 1_000)
    before = (await ann.giver(gift_id)).asked
    for payer in (CHEN, DEE):
        await ann.open_part(gift_id, payer, 2_000)
    await ann.block(CHEN, ANN)
    await ann.block(DEE, BO)
    for payer in (CHEN, DEE):
        with pytest.raises(AskNotFound):
            await ann.asked(gift_id, payer)
        with pytest.raises(gifts.GiftNotFound):
            await ann.open_part(gift_id, payer, 500)
    view = await ann.giver(gift_id)
    assert (view.asked, view.left_fen) == (before, FEN - 1_000)
    assert sorted((one.fen, one.state) for one in (await ann.paid_by(gift_id, CHEN)).parts) == [
        (1_000, "paid"),
        (2_000, "over"),
    ]
    await ann.pay_part(gift_id, ANN, FEN - 1_000)
    assert await ann.state(gift_id) == "offered"
    assert await ann.findings() == []


async def test_the_giver_who_is_blocked_or_blocks_while_friends_pay(ann: Town) -> None:
    first, second = await ann.collect(), await ann.collect(CHEN)
    await ann.befriend(CHEN, DEE)
    await ann.ask(first, DEE)
    await ann.ask(second, DEE, asker=CHEN)
    await ann.pay_part(first, DEE, 1_000)
    await ann.pay_part(second, DEE, FEN - 500)
    await ann.block(ANN, BO)
    await ann.block(BO, CHEN)
    await ann.pay_part(second, CHEN, 500)
    await ann.sweep()
    assert [await ann.state(first), (await ann.giver(second, CHEN)).state] == ["withdrawn", "waiting"]
    assert (await ann.paid_by(first, DEE)).parts[0].refunds[0].fen == 1_000
    await ann.sweep(days=3)
    assert (await ann.paid_by(second, DEE)).state == "not_taken_up"
    assert await ann.findings() == []
