"""One server's part in saying who is here."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType

import structlog

from kith import people
from kith.kit import ids
from kith.kit.ending import end
from kith.kit.sql import Database
from kith.push import here, wanted
from kith.push import post as posts
from kith.push.policy import Policy

_log = structlog.get_logger("kith.push")

Source = Callable[[], Iterable[people.PersonId]]
"""Who follows something live at this server now."""


class Presence:
    """While it is entered the table follows, a few seconds late, who is here; a row changes when somebody comes or goes
    and a few times a minute, however much is said.
    """

    def __init__(self, db: Database, sources: Iterable[Source], policy: Policy, time: Callable[[], datetime]) -> None:
        self._db = db
        self._sources = tuple(sources)
        self._policy = policy
        self._time = time
        self._server_id = ids.new()
        self._said: dict[people.PersonId, datetime] = {}
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Presence":
        self._task = asyncio.create_task(self._look_on())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._task is not None
        await end(self._task)
        try:
            await self._leave(list(self._said))
        except Exception as fell:
            # They are taken for gone a minute later.
            _log.warning("who was here is not taken back", error=type(fell).__name__)

    async def look(self) -> None:
        """Say who has come, who is still here and who has gone. Whoever comes is told live what was to be pushed."""
        now, present = self._time(), {person for source in self._sources for person in source()}
        come = [person for person in present if person not in self._said]
        stay = [
            person
            for person in present & self._said.keys()
            # A clock that was moved makes everything old.
            if abs(now - self._said[person]) >= self._policy.refresh
        ]
        gone = [person for person in self._said if person not in present]
        if come or stay:
            async with self._db.connection() as connection:
                await here.put.run(
                    connection,
                    person_ids=sorted([*come, *stay]),
                    server_id=self._server_id,
                    now=now,
                    until=now + self._policy.here,
                )
                if come:
                    await wanted.seen.run(connection, person_ids=come, now=now)
                    await posts.seen.run(connection, person_ids=come, now=now)
            self._said.update(dict.fromkeys([*come, *stay], now))
        if gone:
            await self._leave(gone)

    async def _leave(self, gone: list[people.PersonId]) -> None:
        if gone:
            async with self._db.connection() as connection:
                await here.leave.run(connection, person_ids=gone, server_id=self._server_id)
            for person in gone:
                del self._said[person]

    async def _look_on(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:
                _log.warning("who is here is not known", error=type(error).__name__)
            await asyncio.sleep(self._policy.look_seconds)
