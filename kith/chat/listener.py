"""A live client: what waits to be sent to it, and up to where it was sent what."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from kith import people
from kith.chat import frames
from kith.chat.conversation import ConversationId
from kith.chat.frames import Event, Why
from kith.chat.live_policy import LivePolicy
from kith.kit import clock

Waiting = tuple[str, ConversationId | None, int]
"""An event as text, and up to where its conversation has been sent with it."""


class Listener:
    """Events wait here while the client reads. Who puts one never waits: a client that is too slow is sent away."""

    def __init__(self, me: people.Me, policy: LivePolicy) -> None:
        self.me = me
        self.why: Why | None = None
        """Why it is to go; None while it may stay."""
        self.resume: dict[ConversationId, int] = {}
        """Up to which revision of each followed conversation all was sent."""
        self.on_news: Callable[[], None] | None = None
        """Called when something waits."""
        self.last_at = clock.stopwatch()
        """When something was last taken to it."""
        self._policy = policy
        self._waiting: list[Waiting] = []
        self._bytes = 0
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._gone = asyncio.Event()
        self._asked: dict[ConversationId, float] = {}
        self._budget = float(policy.commands_at_once)
        self._spent_at = clock.stopwatch()

    @property
    def person_id(self) -> people.PersonId:
        """Who is listening."""
        return self.me.person_id

    @property
    def waits(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._waiting)

    def put(self, text: str, conversation_id: ConversationId | None = None, revision: int = 0) -> None:
        """Send this soon; with it a conversation has been sent up to a revision."""
        if self.why is not None:
            return
        self._waiting.append((text, conversation_id, revision))
        self._bytes += len(text)
        if self.on_news is not None:
            self.on_news()
        self._news.set()
        if len(self._waiting) > self._policy.waiting_events or self._bytes > self._policy.waiting_bytes:
            self.send_away("slow")

    def tell(self, event: Event) -> None:
        """Send this event, which is for this client only."""
        self.put(frames.encode(event))

    def mention(self, text: str) -> None:
        """Send this if nothing else waits for long: nothing is lost without it."""
        if self._bytes < self._policy.waiting_bytes // 4:
            self.put(text)

    def send_away(self, why: Why) -> None:
        """Let it go; what waits is not sent, but the client can ask for it again."""
        if self.why is None:
            self.why = why
            if why != "stopping":
                self._waiting.clear()
            for event in (self._gone, self._news, self._room):
                event.set()

    def forget(self, conversation_id: ConversationId) -> None:
        """It follows this conversation no more, and hears nothing more of what was said there."""
        self._waiting = [one for one in self._waiting if one[1] != conversation_id]
        self._bytes = sum(len(text) for text, _, _ in self._waiting)
        self.resume.pop(conversation_id, None)

    async def news(self, seconds: float) -> None:
        """Return when something waits, after so much silence, or at the end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    def take(self) -> tuple[str, ...]:
        """What waits, to be sent now: up to there its conversations have been sent then."""
        taken, self._waiting, self._bytes = self._waiting, [], 0
        self._news.clear()
        self._room.set()
        self.last_at = clock.stopwatch()
        for _, conversation_id, revision in taken:
            if conversation_id is not None:
                self.resume[conversation_id] = revision
        return tuple([text for text, _, _ in taken])

    async def room(self) -> None:
        """Return when not much waits any more."""
        while self.why is None and self._bytes > self._policy.waiting_bytes // 4:
            self._room.clear()
            await self._room.wait()

    async def gone(self) -> None:
        """Return when it is to go."""
        await self._gone.wait()

    def may_ask(self) -> bool:
        """Whether it sends no more commands than it may."""
        now = clock.stopwatch()
        earned = (now - self._spent_at) * self._policy.commands_a_second
        self._budget = min(self._policy.commands_at_once, self._budget + earned) - 1
        self._spent_at = now
        return self._budget >= 0

    def may_type(self, conversation_id: ConversationId) -> bool:
        """Whether it is time again to say that somebody is typing."""
        now = clock.stopwatch()
        if now < self._asked.get(conversation_id, float("-inf")) + self._policy.typing_seconds:
            return False
        if len(self._asked) >= self._policy.follows:
            self._asked.clear()
        self._asked[conversation_id] = now
        return True
