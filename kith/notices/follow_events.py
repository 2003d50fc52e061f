"""Follow a person's events as they come."""

from collections.abc import AsyncGenerator, Callable
from datetime import datetime

from kith import people
from kith.kit.hub import Hub
from kith.kit.sql import Database
from kith.kit.sse import HEARTBEAT, frame
from kith.kit.whole import whole
from kith.notices import event as events
from kith.notices.event import Event, Ready, Standing, Start
from kith.notices.policy import Policy
from kith.notices.streams import Streams

_BATCH = 100


async def follow_events(
    db: Database,
    hub: Hub,
    streams: Streams,
    policy: Policy,
    sessions: people.Policy,
    *,
    me: people.Me,
    after: int | None,
    time: Callable[[], datetime],
) -> AsyncGenerator[bytes]:
    """Say `ready`, then each event after number `after`, or after now, as it comes; `resync` if some are forgotten.

    It ends with the session, with the server, after a time, and, saying `displaced`, when the person opens too many
    others. No connection to the database is held while it waits for news or for a slow client.
    """
    news, leaving = events.topic(me.person_id), people.sessions_topic(me.person_id)
    reader = _Reader(db, me)
    async with hub.subscribe(news, leaving) as hints:
        with streams.opened(me.person_id, hints, policy) as stream:
            for each in await whole(reader.begin(after, time())):
                yield each
            hinted = frozenset({news})
            while not stream.over:
                while news in hinted and (frames := await whole(reader.read())):
                    for each in frames:
                        yield each
                    stream.speak()
                if (leaving in hinted or stream.doubtful()) and not await whole(reader.signed_in(sessions, time())):
                    return
                if stream.silent():
                    yield HEARTBEAT
                    stream.speak()
                hinted = await stream.hinted()
            if stream.displaced:
                yield frame("displaced", Start(reader.number), reader.number)


class _Reader:
    """How far one stream has come in a person's events."""

    def __init__(self, db: Database, me: people.Me) -> None:
        self.number = 0
        self._db = db
        self._me = me

    async def begin(self, after: int | None, now: datetime) -> list[bytes]:
        """What the stream says first."""
        standing = await self._standing()
        self.number = events.beginning(after, standing)
        first = frame("ready", Ready(standing.last_id, now), self.number)
        return [first] if after in (None, self.number) else [first, self._resync()]

    async def read(self) -> list[bytes]:
        """The next events; nothing when there are no more."""
        async with self._db.connection() as connection:
            found = await events.after.all(connection, person_id=self._me.person_id, after=self.number, limit=_BATCH)
        frames: list[bytes] = []
        for each in found:
            if each.event_id != self.number + 1:
                # Forgotten while this client was slow to read.
                self.number = (await self._standing()).last_id
                return [*frames, self._resync()]
            self.number = each.event_id
            said = Event(kind=each.kind, ref=each.ref, happened_at=each.happened_at)
            frames.append(frame(each.kind, said, self.number))
        return frames

    async def signed_in(self, policy: people.Policy, now: datetime) -> bool:
        """Whether the session still lives."""
        async with self._db.connection() as connection:
            return await people.signed_in(connection, policy, self._me, now)

    async def _standing(self) -> Standing:
        async with self._db.connection() as connection:
            return await events.standing.maybe(connection, person_id=self._me.person_id) or events.NOTHING

    def _resync(self) -> bytes:
        return frame("resync", Start(self.number), self.number)
