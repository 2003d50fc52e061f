"""Many who write at once, through the lanes of two servers, with real commits."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest

from kith import people
from kith.chat.floor import Saying
from kith.chat.keep_apart import keep_apart
from kith.chat.message import Message, MessageId
from kith.chat.open_pair import open_pair
from kith.chat.policy import Policy
from kith.chat.read_messages import read_messages
from kith.chat.sending import Sending
from kith.chat.view_unread import view_unread
from kith.kit import ids
from kith.kit.sql import Database
from tests.cast import ANN, BO, CHEN, befriend, enrol

pytestmark = pytest.mark.asyncio

POLICY = Policy(messages_a_minute=1_000)
EACH = 30


async def test_what_is_sent_at_once_and_twice_is_numbered_without_a_gap_and_told(db: Database, now: datetime) -> None:
    told: list[Sequence[str]] = []
    db.on_commit = told.append
    async with db.transaction() as tx:
        for person in (ANN, BO, CHEN):
            await enrol(tx, person, now)
        for friend in (BO, CHEN):
            await befriend(tx, ANN, friend, now)
        pairs = [await open_pair(tx, ANN, friend, now) for friend in (BO, CHEN)]
        await open_pair(tx, BO, ANN, now)
    told.clear()
    sayings = [
        Saying(pairs[number % 2], ANN if number % 3 else (BO, CHEN)[number % 2], MessageId(ids.new()), str(number), now)
        for number in range(EACH * 2)
        if number % 2 == 0 or number % 3
    ]
    async with Sending(db, POLICY) as one, Sending(db, POLICY) as other:
        answers = await asyncio.gather(*(lane.do(saying) for saying in sayings for lane in (one, other)))
    assert answers[::2] == answers[1::2]
    async with db.transaction() as tx:
        for pair in pairs:
            mine = [answer for answer in answers[::2] if answer.conversation_id == pair]
            page = await read_messages(tx, POLICY, pair, ANN, since=0, before=None, most=100, now=now)
            assert [message.seq for message in page.items] == list(range(1, len(mine) + 1))
            assert sorted(mine, key=lambda message: message.seq) == page.items
        last = await read_messages(tx, POLICY, pairs[0], BO, since=None, before=None, most=100, now=now)
        mine = [message.seq for message in last.items if message.sender_id == BO]
        assert (await view_unread(tx, BO)).chats == last.items[0].seq - max(mine)
    assert {topic for topics in told for topic in topics} >= {f"chat:{pair}" for pair in pairs} | {f"inbox:{BO}"}


async def test_after_a_block_nothing_more_is_said(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        for person in (ANN, BO):
            await enrol(tx, person, now)
        await befriend(tx, ANN, BO, now)
        pair = await open_pair(tx, ANN, BO, now)

    async def block() -> int:
        async with db.transaction() as tx:
            await people.block(tx, people.Blocked((keep_apart,)), BO, ANN, now)
            page = await read_messages(tx, POLICY, pair, ANN, since=0, before=None, most=100, now=now)
        return len(page.items)

    async with Sending(db, POLICY) as lane:
        sent = [lane.do(Saying(pair, ANN, MessageId(ids.new()), "Hello", now)) for _ in range(EACH)]
        before, *answers = await asyncio.gather(block(), *sent, return_exceptions=True)
    said = [answer for answer in answers if isinstance(answer, Message)]
    assert len(said) == before
    assert all(isinstance(answer, Message | people.PersonNotFound) for answer in answers)
