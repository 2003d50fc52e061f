"""Who may say what to whom, what becomes of it, and what becomes of saying it twice."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from kith import people
from kith.chat import conversation as conversations
from kith.chat.conversation import ConversationNotFound
from kith.chat.floor import FriendsMayWrite, GreetingUnanswered
from kith.chat.forget_person import forget_person
from kith.chat.hide import hide
from kith.chat.keep_apart import keep_apart
from kith.chat.mark_read import mark_read
from kith.chat.message import MessageDiffers
from kith.chat.mute import mute
from kith.chat.read_messages import read_messages
from kith.chat.set_door import set_door
from kith.chat.show_chat import show_chat
from kith.chat.tests.hall import Hall
from kith.chat.words import WordsNotAllowed
from kith.chat.writing import ChatDoor, TooManyGreetings, TooManyMessages
from kith.kit import ids
from kith.kit.refusal import Refusal
from tests.cast import ANN, BO, CHEN, DEE, EVE

pytestmark = pytest.mark.asyncio

BLOCKED = people.Blocked((keep_apart,))


async def test_what_a_stranger_writes_waits_among_the_greetings_until_it_is_answered(hall: Hall) -> None:
    pair = await hall.pair(ANN, BO)
    assert await hall.boxes(ANN) == ([], [])
    first = await hall.say(pair, ANN)
    assert (first.seq, first.revision, first.sender_id, first.body) == (1, 1, ANN, "Hello")
    assert await hall.boxes(ANN) == ([pair], [])
    assert await hall.boxes(BO) == ([], [pair])
    assert (await hall.unread(ANN), await hall.unread(BO)) == ((0, 0), (0, 1))
    assert (await hall.left(pair, ANN), await hall.left(pair, BO)) == (2, None)
    await hall.say(pair, BO, "Hello yourself")
    assert await hall.boxes(BO) == ([pair], [])
    assert (await hall.unread(ANN), await hall.unread(BO)) == ((1, 0), (0, 0))
    assert await hall.left(pair, ANN) is None
    for _ in range(4):
        await hall.say(pair, ANN)
    assert await hall.said(pair, BO) == ["Hello", "Hello yourself", *["Hello"] * 4]


async def test_friends_get_straight_through_and_have_met_when_both_have_written(hall: Hall) -> None:
    pair = await hall.pair(BO, CHEN)
    await hall.say(pair, BO)
    assert await hall.boxes(CHEN) == ([pair], [])
    assert not await people.met(hall.tx, BO, CHEN)
    await hall.say(pair, CHEN)
    assert await people.met(hall.tx, BO, CHEN)
    assert await people.met(hall.tx, CHEN, BO)


async def test_a_greeting_is_none_any_more_when_the_two_become_friends(hall: Hall) -> None:
    pair = (await hall.write(ANN, BO)).conversation_id
    await hall.befriend(ANN, BO)
    assert await hall.boxes(BO) == ([pair], [])
    assert await hall.left(pair, ANN) is None


async def test_the_other_learns_nothing_before_something_is_said(hall: Hall) -> None:
    pair = await hall.pair(ANN, BO)
    assert pair == conversations.pair_id(BO, ANN)
    for attempt in (hall.say(pair, BO), hall.said(pair, BO), show_chat(hall.tx, hall.policy, pair, BO, hall.now)):
        with pytest.raises(ConversationNotFound):
            await attempt
    assert (await show_chat(hall.tx, hall.policy, pair, ANN, hall.now)).last_seq == 0
    assert await hall.pair(BO, ANN) == pair
    await hall.say(pair, BO)
    assert await hall.boxes(ANN) == ([], [pair])


async def test_the_same_again_is_what_it_was(hall: Hall) -> None:
    pair, name = await hall.pair(BO, CHEN), ids.new()
    first = await hall.say(pair, BO, "once", name)
    assert await hall.say(pair, BO, "once", name) == first
    at_once = [hall.saying(pair, BO, "twice", name := ids.new()), hall.saying(pair, BO, "twice", name)]
    one, other = await hall.say_all(at_once)
    assert one == other
    assert await hall.said(pair, CHEN) == ["once", "twice"]
    assert await hall.unread(CHEN) == (2, 0)


async def test_of_what_is_said_at_once_each_gets_its_own_answer(hall: Hall) -> None:
    mine, theirs = await hall.pair(ANN, BO), await hall.pair(BO, CHEN)
    answers = await hall.say_all(
        [
            hall.saying(mine, ANN, "one"),
            hall.saying(theirs, CHEN, "two"),
            hall.saying(mine, CHEN),
            hall.saying(mine, ANN, "spam"),
            hall.saying(theirs, BO, "three"),
            hall.saying(mine, ANN, "four"),
        ]
    )
    assert [type(one) if isinstance(one, Refusal) else (one.seq, one.body) for one in answers] == [
        (1, "one"),
        ConversationNotFound,
        ConversationNotFound,
        WordsNotAllowed,
        (1, "three"),
        (2, "four"),
    ]
    assert await hall.said(mine, BO) == ["one", "four"]


async def _not_mine(hall: Hall) -> None:
    await hall.say((await hall.write(BO, CHEN)).conversation_id, ANN)


async def _other_words(hall: Hall) -> None:
    pair, name = await hall.pair(BO, CHEN), ids.new()
    await hall.say(pair, BO, "one", name)
    await hall.say(pair, BO, "other", name)


async def _anothers_id(hall: Hall) -> None:
    pair, name = await hall.pair(BO, CHEN), ids.new()
    await hall.say(pair, BO, "one", name)
    await hall.say(pair, CHEN, "one", name)


async def _blocker(hall: Hall) -> None:
    pair = (await hall.write(BO, CHEN)).conversation_id
    await people.block(hall.tx, BLOCKED, BO, CHEN, hall.now)
    await hall.say(pair, BO)


async def _blocked(hall: Hall) -> None:
    pair = (await hall.write(BO, CHEN)).conversation_id
    await people.block(hall.tx, BLOCKED, CHEN, BO, hall.now)
    await hall.say(pair, BO, "spam")


async def _blocked_before(hall: Hall) -> None:
    await people.block(hall.tx, BLOCKED, CHEN, BO, hall.now)
    await hall.pair(BO, CHEN)


async def _words(hall: Hall) -> None:
    await set_door(hall.tx, BO, ChatDoor(friends_only=True), hall.now)
    await hall.write(ANN, BO, "ＳＰＡＭ!")


async def _door(hall: Hall) -> None:
    await set_door(hall.tx, BO, ChatDoor(friends_only=True), hall.now)
    await hall.write(ANN, BO)


async def _unanswered(hall: Hall) -> None:
    pair = await hall.pair(ANN, BO)
    for _ in range(4):
        await hall.say(pair, ANN)


async def _many_greetings(hall: Hall) -> None:
    await hall.enter(DEE, EVE)
    for stranger in (BO, CHEN, DEE):
        await hall.write(ANN, stranger)


async def _many_messages(hall: Hall) -> None:
    for _ in range(7):
        await hall.write(BO, CHEN)


async def _oneself(hall: Hall) -> None:
    await hall.pair(ANN, ANN)


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (_oneself, people.NotYourself),
        (_blocked_before, people.PersonNotFound),
        (_not_mine, ConversationNotFound),
        (_other_words, MessageDiffers),
        (_anothers_id, MessageDiffers),
        (_blocker, people.PersonNotFound),
        (_blocked, people.PersonNotFound),
        (_words, WordsNotAllowed),
        (_door, FriendsMayWrite),
        (_unanswered, GreetingUnanswered),
        (_many_greetings, TooManyGreetings),
        (_many_messages, TooManyMessages),
    ],
)
async def test_refusals(hall: Hall, attempt: Callable[[Hall], Awaitable[None]], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        await attempt(hall)


async def test_a_door_that_is_shut_lets_friends_and_answers_through(hall: Hall) -> None:
    await hall.write(ANN, BO)
    for person in (ANN, CHEN):
        await set_door(hall.tx, person, ChatDoor(friends_only=True), hall.now)
    await hall.write(BO, CHEN)
    await hall.write(BO, ANN)
    await hall.write(BO, ANN)
    await set_door(hall.tx, CHEN, ChatDoor(friends_only=False), hall.now)
    await hall.write(ANN, CHEN)


async def test_a_minute_and_a_day_later_one_may_go_on(hall: Hall) -> None:
    await hall.enter(DEE)
    for _ in range(6):
        await hall.write(BO, CHEN)
    with pytest.raises(TooManyMessages) as refused:
        await hall.write(BO, CHEN)
    hall.now += timedelta(seconds=int(refused.value.facts["retry_after"]) - 2)
    with pytest.raises(TooManyMessages):
        await hall.write(BO, CHEN)
    await hall.write(BO, CHEN)
    for stranger in (BO, CHEN):
        await hall.write(ANN, stranger)
    with pytest.raises(TooManyGreetings) as refused:
        await hall.write(ANN, DEE)
    hall.now += timedelta(seconds=int(refused.value.facts["retry_after"]))
    await hall.write(ANN, DEE)


async def test_a_block_takes_the_conversation_off_the_blockers_list_and_no_other(hall: Hall) -> None:
    pair = (await hall.write(BO, CHEN)).conversation_id
    await people.block(hall.tx, BLOCKED, CHEN, BO, hall.now)
    assert (await hall.boxes(BO), await hall.boxes(CHEN)) == (([pair], []), ([], []))
    assert await hall.said(pair, CHEN) == ["Hello"]
    await people.unblock(hall.tx, CHEN, BO)
    await hall.say(pair, CHEN)
    assert await hall.boxes(CHEN) == ([pair], [])


async def test_read_marks_go_forward_to_what_there_is(hall: Hall) -> None:
    pair = await hall.pair(BO, CHEN)
    for _ in range(3):
        await hall.say(pair, BO)
    for seq, read, unread in ((2, 2, 1), (1, 2, 1), (99, 3, 0)):
        mark = await mark_read(hall.tx, pair, CHEN, seq)
        assert (mark.read_seq, mark.unread) == (read, unread)
        assert await hall.unread(CHEN) == (unread, 0)
        assert (await show_chat(hall.tx, hall.policy, pair, BO, hall.now)).other_read_seq == read
    with pytest.raises(ConversationNotFound):
        await mark_read(hall.tx, pair, ANN, 1)


async def test_a_stranger_does_not_see_whether_a_greeting_was_read(hall: Hall) -> None:
    pair = (await hall.write(ANN, BO)).conversation_id
    await mark_read(hall.tx, pair, BO, 1)
    assert (await show_chat(hall.tx, hall.policy, pair, ANN, hall.now)).other_read_seq is None
    await hall.say(pair, BO)
    assert (await show_chat(hall.tx, hall.policy, pair, ANN, hall.now)).other_read_seq == 2


async def test_a_hidden_chat_comes_back_with_the_next_message_and_a_muted_one_is_not_counted(hall: Hall) -> None:
    pair = (await hall.write(BO, CHEN)).conversation_id
    await hide(hall.tx, pair, CHEN)
    assert await hall.boxes(CHEN) == ([], [])
    assert await hall.unread(CHEN) == (0, 0)
    await hall.say(pair, BO)
    assert await hall.boxes(CHEN) == ([pair], [])
    assert await hall.unread(CHEN) == (2, 0)
    await mute(hall.tx, pair, CHEN, muted=True)
    assert await hall.unread(CHEN) == (0, 0)
    for attempt in (hide(hall.tx, pair, ANN), mute(hall.tx, pair, ANN, muted=True)):
        with pytest.raises(ConversationNotFound):
            await attempt


async def test_what_somebody_wrote_who_leaves_is_gone_and_those_who_follow_learn_of_it(hall: Hall) -> None:
    pair = await hall.pair(BO, CHEN)
    for who in (BO, CHEN, BO):
        await hall.say(pair, who, "Remember me")
    await forget_person(hall.tx, BO, hall.now)
    await forget_person(hall.tx, BO, hall.now)
    page = await read_messages(hall.tx, hall.policy, pair, CHEN, since=3, before=None, most=9, now=hall.now)
    assert [(one.seq, one.kind, one.body, one.revision) for one in page.items] == [
        (1, "gone", "", 4),
        (3, "gone", "", 5),
    ]
    assert page.revision == 5
    assert await hall.boxes(BO) == ([], [])
    with pytest.raises(ConversationNotFound):
        await hall.said(pair, BO)
