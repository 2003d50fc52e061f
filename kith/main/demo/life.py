"""The town goes on living while it is looked at: people come and go, talk in their groups, and answer who writes."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count

import structlog

from kith import chat, people, places
from kith.chat import ConversationId, MessageId
from kith.kit import clock, ids
from kith.kit.ending import end
from kith.kit.hub import Hub
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.main.demo.crowd import everybody
from kith.main.demo.ground import homes, see_everybody
from kith.main.demo.guests import NAMES
from kith.main.demo.script import Group, script, turn
from kith.main.demo.talk import speakers

_TALK_SECONDS = (6, 14)
_STROLL_SECONDS = (3, 9)
_THINK_SECONDS = (3, 8)
_NEWEST = 5

_log = structlog.get_logger("kith.demo")


@asynccontextmanager
async def living(parts: Parts, *, pace: float = 1) -> AsyncGenerator[None]:
    """While the block runs there is life in a town that has been built; nobody acts in a guest's name.

    With a higher `pace` it goes faster.
    """
    task = asyncio.create_task(_calmly(lambda: _live(parts, pace)))
    try:
        yield
    finally:
        await end(task)


async def _live(parts: Parts, pace: float) -> None:
    here: dict[str, people.PersonId] = {}
    for name, resident in everybody().items():
        if name not in NAMES:
            async with parts[Database].transaction() as tx:
                here[name] = await people.join(tx, parts[people.Secret], resident.phone, clock.now())
    await _calmly(lambda: see_everybody(parts, here, clock.now()))
    town = _Life(parts, here, pace)
    async with asyncio.TaskGroup() as group:
        for way in (town.talk, town.stroll, town.answer):
            group.create_task(way())


async def _calmly(deed: Callable[[], Awaitable[object]]) -> None:
    """What goes wrong, because it is refused or something is down for a moment, is left undone."""
    try:
        await deed()
    except Exception as error:
        _log.info("the town holds its breath", error=type(error).__name__)


class _Life:
    def __init__(self, parts: Parts, here: dict[str, people.PersonId], pace: float) -> None:
        self._parts = parts
        self._here = here
        self._pace = pace
        self._chance = random.Random()  # noqa: S311 nothing here is a secret

    async def talk(self) -> None:
        """Somebody in some group says the next thing."""
        for turns in count():
            await self._pause(_TALK_SECONDS)
            said, place = divmod(turns, len(script().groups))
            await _calmly(lambda said=said, place=place: self._go_on(script().groups[place], said))

    async def stroll(self) -> None:
        """Somebody looks at their phone at home."""
        while True:
            await self._pause(_STROLL_SECONDS)
            name = self._chance.choice(list(self._here))
            fix = places.Fix(self._here[name], homes()[name][1], clock.now())
            await _calmly(lambda fix=fix: self._parts[places.CheckIns].do(fix))

    async def answer(self) -> None:
        """Whoever is written to by a guest, or by somebody who came to the town, answers after a moment."""
        topics = {f"{chat.INBOX}:{person_id}": person_id for person_id in self._here.values()}
        async with self._parts[Hub].subscribe(*topics) as news, asyncio.TaskGroup() as answering:
            while not news.ended:
                for topic in await news.wait(60):
                    if person_id := topics.get(topic):
                        answering.create_task(_calmly(lambda person_id=person_id: self._answer(person_id)))

    async def _go_on(self, group: Group, said: int) -> None:
        who, body = turn(group.more[said % len(group.more)])
        await self._say(group.group_id, self._here[speakers(group)[who]], body)

    async def _answer(self, person_id: people.PersonId) -> None:
        await self._pause(_THINK_SECONDS)
        neighbours = frozenset(self._here.values())
        async with self._parts[Database].transaction() as tx:
            found = [
                talk
                for box in ("chats", "greetings")
                for talk in (
                    await chat.list_chats(
                        tx, self._parts[chat.Policy], person_id, box, limit=_NEWEST, after=None, now=clock.now()
                    )
                ).items
            ]
        for talk in found:
            said = talk.last
            if (
                talk.kind == "pair"
                and talk.unread
                and said
                and said.kind == "text"
                and said.sender_id not in neighbours
            ):
                words = script().answers.latin if said.body.isascii() else script().answers.chinese
                await self._say(talk.conversation_id, person_id, self._chance.choice(words))

    async def _say(self, talk: ConversationId, person_id: people.PersonId, body: str) -> None:
        now = clock.now()
        await self._parts[chat.Sending].do(chat.Saying(talk, person_id, MessageId(ids.new(now)), body, now))

    async def _pause(self, seconds: tuple[int, int]) -> None:
        await asyncio.sleep(self._chance.uniform(*seconds) / self._pace)
