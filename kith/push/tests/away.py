"""Some of the cast, their browsers, and a push service; what people say commits, and time goes on only when told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from msgspec import convert

from kith import chat, notices, people, push
from kith.kit import ids
from kith.kit.sql import Database
from kith.push.choice import Choices, Topic
from kith.push.presence import Presence
from kith.push.service import Service
from kith.push.set_choices import set_choices
from kith.push.subscribe import subscribe
from kith.push.subscription import NewSubscription
from kith.push.tests.receiver import Browser, Receiver
from tests import cast
from tests.cast import SECRET

AWAKE = {"on": False, "begins": "23:00", "ends": "08:00", "zone": "Asia/Shanghai"}
ASLEEP = AWAKE | {"on": True}


@dataclass
class Away:
    """What people do, and what becomes of it."""

    db: Database
    now: datetime
    receiver: Receiver
    service: Service
    policy: push.Policy = field(default_factory=push.Policy)
    present: set[people.PersonId] = field(default_factory=set[people.PersonId])
    """Who follows live what happens."""

    def __post_init__(self) -> None:
        self.server = self.starts()

    def starts(self) -> Presence:
        """A server, of those whose clients hold on to it."""
        return Presence(self.db, [lambda: self.present], self.policy, lambda: self.now)

    async def enter(self, *persons: people.PersonId) -> None:
        """Bring in members of the cast, who are all friends."""
        async with self.db.transaction() as tx:
            for place, person in enumerate(persons):
                await cast.enrol(tx, person, self.now)
                for friend in persons[:place]:
                    await cast.befriend(tx, person, friend, self.now)

    async def sign_in(self, person: people.PersonId, name: str = "phone") -> people.Me:
        """Another session of somebody's."""
        async with self.db.transaction() as tx:
            _, me = await people.open_session(tx, person, name, complete=True, now=self.now)
        return me

    async def subscribe(
        self, person: people.PersonId, browser: Browser | None = None, **quiet: Any
    ) -> tuple[people.Me, Browser]:
        """Somebody signs in with a browser, and wants to be pushed there at all hours."""
        me, browser = await self.sign_in(person), browser or self.receiver.browser()
        async with self.db.transaction() as tx:
            new = convert(browser.told(), NewSubscription)
            await subscribe(tx, SECRET, self.policy, me=me, new=new, now=self.now)
        await self.choose(person, **quiet)
        return me, browser

    async def choose(self, person: people.PersonId, *off: Topic, **quiet: Any) -> None:
        chosen = convert({"off": list(off), "quiet": AWAKE | quiet}, Choices)
        async with self.db.transaction() as tx:
            await set_choices(tx, person, chosen, self.now)

    async def write(
        self, who: people.PersonId, to: people.PersonId, body: str = "Shall we meet?"
    ) -> chat.ConversationId:
        """Somebody writes to another."""
        async with self.db.transaction() as tx:
            where = await chat.open_pair(tx, who, to, self.now)
        await self.say(who, where, body)
        return where

    async def say(self, who: people.PersonId, where: chat.ConversationId, body: str = "Hello") -> None:
        saying = chat.Saying(where, who, chat.MessageId(ids.new(self.now)), body, self.now)
        async with self.db.transaction() as tx:
            [said] = await chat.append(tx, chat.Policy(), [saying])
        assert isinstance(said, chat.Message)

    async def tell(self, person: people.PersonId, kind: notices.Kind, ref: people.PersonId) -> None:
        """A deed tells somebody something."""
        async with self.db.transaction() as tx:
            await notices.tell(tx, person, kind, ref, self.now)

    async def pass_by(self, **span: float) -> list[tuple[str, str | None]]:
        """Time passes, servers look who is here, workers push: what came to the browsers."""
        self.now += timedelta(**span)
        await self.server.look()
        await self.sweep()
        return self.receiver.take()

    async def sweep(self, time: Callable[[], datetime] | None = None) -> None:
        """What one worker does."""
        await push.sweep(self.db, self.service, SECRET, self.policy, time or (lambda: self.now))

    async def left(self, table: str) -> int:
        """How many rows wait."""
        async with self.db.connection() as connection:
            rows = await connection.execute(f"SELECT count(*) FROM {table}")
            [(count,)] = await rows.fetchall()
            return count
