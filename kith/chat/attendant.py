"""What goes on beside a live client, however its frames travel: its person's list, its session, and its end."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import psycopg
import structlog

from kith import people
from kith.chat import conversation as conversations
from kith.chat import frames
from kith.chat.frames import Beat, Bye, Listed, Ready, Why
from kith.chat.listener import Listener
from kith.chat.live_policy import LivePolicy
from kith.chat.place import Place
from kith.chat.see_places import see_places
from kith.kit import clock
from kith.kit.hub import Hub, Subscription
from kith.kit.sql import Database
from kith.kit.web import Problem
from kith.kit.whole import whole

CODES: dict[Why, int] = {
    "refused": 4403,
    "signed_out": 4401,
    "displaced": 4409,
    "slow": 1013,
    "too_fast": 1008,
    "too_large": 1009,
    "silent": 1001,
    "stopping": 1012,
    "over": 1000,
    "broken": 1011,
}
"""With what code a socket is closed."""

_RETRY_SECONDS = 1.0

_log = structlog.get_logger("kith.chat")


class Attendant:
    """Looks after one client while its work goes on."""

    def __init__(
        self,
        db: Database,
        hub: Hub,
        sessions: people.Policy,
        *,
        live: LivePolicy,
        listener: Listener,
        time: Callable[[], datetime],
    ) -> None:
        self._db = db
        self._hub = hub
        self._sessions = sessions
        self._policy = live
        self._listener = listener
        self._time = time
        self._asked_at: float | None = None
        self._listed: dict[object, Place] = {}
        self._unread: object = None
        listener.tell(Ready(time(), live.heartbeat_seconds))

    def heard(self) -> None:
        """The client has said something."""
        self._asked_at = None

    async def beat(self) -> None:
        """Break every long silence; a client that never answers that has gone."""
        every = self._policy.heartbeat_seconds
        while True:
            await asyncio.sleep(max(self._listener.last_at + every - clock.stopwatch(), every / 10))
            now = clock.stopwatch()
            if self._asked_at is not None and now > self._asked_at + self._policy.silence_seconds:
                self._listener.send_away("silent")
            elif now >= self._listener.last_at + every and not self._listener.waits:
                self._asked_at = self._asked_at or now
                self._listener.tell(Beat())

    async def list(self) -> None:
        """Tell what changes in the person's list, until the server stops."""
        topic = conversations.inbox_topic(self._listener.person_id)
        async with self._hub.subscribe(topic) as hints:
            hints.wake(topic)
            while not hints.ended:
                if topic in await hints.wait(self._policy.recheck_seconds) and not await self._done(self._tell_list):
                    hints.wake(topic)
                await asyncio.sleep(self._policy.list_seconds)

    async def session(self, hints: Subscription) -> None:
        """Send the client away when its session has ended, however that came, or the server stops."""
        while not hints.ended:
            await hints.wait(self._policy.recheck_seconds)
            if not hints.ended:
                await self._done(self._ask_session)
        self._listener.send_away("stopping")

    def farewell(self, *, problem: Problem | None = None) -> tuple[int, str]:
        """The code and the last event."""
        why = self._listener.why or "broken"
        resume = {str(name): revision for name, revision in self._listener.resume.items()}
        return CODES[why], frames.encode(Bye(why, resume, problem))

    async def _done(self, deed: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        try:
            await whole(deed())
        except psycopg.OperationalError as error:
            _log.warning("a live client waits for the database", error=type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)
            return False
        return True

    async def _tell_list(self) -> None:
        async with self._db.connection() as connection:
            found = await see_places(connection, self._listener.person_id, self._policy.list_length)
        items = [one for one in found.items if self._listed.get(one.conversation_id) != one]
        if items or found.unread != self._unread:
            self._listener.tell(Listed(found.unread, items))
        self._listed = {one.conversation_id: one for one in found.items}
        self._unread = found.unread

    async def _ask_session(self) -> None:
        async with self._db.connection() as connection:
            if not await people.signed_in(connection, self._sessions, self._listener.me, self._time()):
                self._listener.send_away("signed_out")
