"""Who follows what at one server: its channels, and its live clients."""

import asyncio
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType

from kith import people
from kith.chat import frames
from kith.chat.catch_up import Missed, catch_up
from kith.chat.channel import Channel, Seat
from kith.chat.conversation import ConversationId
from kith.chat.courier import Courier
from kith.chat.listener import Listener
from kith.chat.live_policy import LivePolicy
from kith.chat.policy import Policy
from kith.kit.ending import end
from kith.kit.hub import Hub
from kith.kit.refusal import Refusal
from kith.kit.sql import Database


class TooManyFollowed(Refusal, status=429):
    """You follow as many conversations at once as one can."""


class Channels:
    """One for each conversation that anybody follows here; in use while it is entered."""

    def __init__(self, db: Database, hub: Hub, policy: Policy, live: LivePolicy, time: Callable[[], datetime]) -> None:
        self.live = live
        self.courier = Courier(live.frame_seconds)
        self._db = db
        self._hub = hub
        self._policy = policy
        self._time = time
        self._open: dict[ConversationId, tuple[Channel, asyncio.Task[None]]] = {}
        self._listeners: dict[people.PersonId, list[Listener]] = {}
        self._followed: dict[Listener, set[ConversationId]] = {}

    async def __aenter__(self) -> "Channels":
        self._carrying = asyncio.create_task(self.courier.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await end(self._carrying, *(task for _, task in self._open.values()))

    @contextmanager
    def listening(self, me: people.Me) -> Generator[Listener]:
        """A live client, counted while the block runs. Of too many of one person the oldest is sent away."""
        mine, listener = self._listeners.setdefault(me.person_id, []), Listener(me, self.live)
        mine.append(listener)
        self._followed[listener] = set()
        for oldest in mine[: -self.live.clients]:
            oldest.send_away("displaced")
        try:
            yield listener
        finally:
            # What is still being done for it ends then, too.
            listener.send_away("broken")
            for conversation_id in self._followed.pop(listener):
                self._leave(listener, conversation_id)
            mine.remove(listener)
            if not mine:
                self._listeners.pop(me.person_id, None)

    async def follow(self, listener: Listener, conversation_id: ConversationId, after: int | None) -> None:
        """Let a client hear what it has missed after a revision, and then what comes.

        Raises `ConversationNotFound`, `TooManyFollowed`.
        """
        if listener.why is not None:
            return
        self.unfollow(listener, conversation_id)
        if len(self._followed[listener]) >= self.live.follows:
            raise TooManyFollowed(most=self.live.follows)
        channel = self._channel(conversation_id)
        channel.coming += 1
        try:
            await channel.listens.wait()
            seat: Seat | None = None
            while seat is None or not channel.sit(listener, seat):
                missed = await self._catch_up(conversation_id, listener.person_id, after)
                after = missed.said.revision
                listener.put(frames.encode(missed.said), conversation_id, after)
                # Whoever has still more to read is behind the channel, unless nobody listens to that yet.
                seat = None if missed.more else Seat(after, missed.member.joined_seq)
                await listener.room()
                if listener.why is not None:
                    return
            self._followed[listener].add(conversation_id)
        finally:
            channel.coming -= 1
            self._close_if_empty(channel)

    def unfollow(self, listener: Listener, conversation_id: ConversationId) -> None:
        """Let a client hear no more of a conversation."""
        if conversation_id in self._followed[listener]:
            self._followed[listener].discard(conversation_id)
            listener.forget(conversation_id)
            self._leave(listener, conversation_id)

    def present(self) -> Collection[people.PersonId]:
        """Who listens here."""
        return self._listeners.keys()

    def count(self) -> tuple[int, int]:
        """How many clients there are, and how many channels."""
        return len(self._followed), len(self._open)

    async def _catch_up(self, conversation_id: ConversationId, person_id: people.PersonId, after: int | None) -> Missed:
        async with self._db.connection() as connection:
            return await catch_up(
                connection, self._policy, conversation_id, person_id=person_id, after=after, now=self._time()
            )

    def _channel(self, conversation_id: ConversationId) -> Channel:
        found = self._open.get(conversation_id)
        if found is None:
            channel = Channel(self._db, self._hub, self._policy, conversation_id, self._time)
            found = self._open[conversation_id] = (channel, asyncio.create_task(channel.run()))
        return found[0]

    def _leave(self, listener: Listener, conversation_id: ConversationId) -> None:
        found = self._open.get(conversation_id)
        if found is not None:
            found[0].seats.pop(listener, None)
            self._close_if_empty(found[0])

    def _close_if_empty(self, channel: Channel) -> None:
        if not channel.seats and not channel.coming:
            _, task = self._open.pop(channel.conversation_id, (channel, None))
            if task is not None:
                task.cancel()
