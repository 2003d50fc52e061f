"""A channel: one process's ear in one conversation. What is new is read once, written as text once, and handed to all
who listen here.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from msgspec import Struct

from kith import people
from kith.chat import conversation as conversations
from kith.chat import frames
from kith.chat import member as members
from kith.chat import message as messages
from kith.chat.conversation import Conversation, ConversationId
from kith.chat.frames import Ended, News, Progress, Read, Typing
from kith.chat.hear import Heard, hear
from kith.chat.listener import Listener
from kith.chat.message import Row
from kith.chat.pairing import acquainted, marks_for
from kith.chat.policy import Policy
from kith.kit import arrays, clock
from kith.kit.hub import Hub, Subscription
from kith.kit.sql import Database, Tx
from kith.kit.whole import whole

_PAUSE_SECONDS = 0.02
_LETTERS_AT_ONCE = 100_000
"""After so many those who listen have time to read them: less than may wait for one of them."""
_RETRY_SECONDS = 0.5
_IDLE_SECONDS = 60.0
_STEP_SECONDS = 0.25
"""How far something has come is told no oftener."""
_STANDING = ("notice", "gone")
"""Kinds of messages that come with a change of who is a member."""

_log = structlog.get_logger("kith.chat")


class Seat(Struct):
    """Where one listener is in the conversation."""

    revision: int
    joined_seq: int


class Channel:
    """It lives as long as anybody listens, and is never behind any of them."""

    def __init__(
        self, db: Database, hub: Hub, policy: Policy, conversation_id: ConversationId, time: Callable[[], datetime]
    ) -> None:
        self.conversation_id = conversation_id
        self.seats: dict[Listener, Seat] = {}
        self.coming = 0
        """How many are catching up, to listen here then."""
        self.listens = asyncio.Event()
        """From now on nothing new is missed."""
        self.revision = 0
        """How far it has heard; 0 before anybody listens."""
        self._db = db
        self._hub = hub
        self._policy = policy
        self._time = time
        self._marks: dict[people.PersonId, int] = {}
        self._steps: dict[UUID, int] = {}
        self._next_steps_at = 0.0

    def sit(self, listener: Listener, seat: Seat) -> bool:
        """Listen from here on, if that is not behind what was heard; who is behind catches up first."""
        if seat.revision < self.revision:
            return False
        if not self.seats:
            self.revision = seat.revision
        self.seats[listener] = seat
        return True

    async def run(self) -> None:
        """Listen until nobody does any more, or the server stops."""
        said, read = conversations.topic(self.conversation_id), conversations.marks_topic(self.conversation_id)
        passing = (conversations.typing_topic(self.conversation_id), conversations.progress_topic(self.conversation_id))
        async with self._hub.subscribe(said, read, *passing) as hints:
            self.listens.set()
            while not hints.ended:
                hinted = await hints.wait(self._patience())
                try:
                    await whole(self._heed(hints, hinted, said, read))
                except Exception as error:
                    # It is read again, after what was heard last: nobody misses anything.
                    _log.warning("a conversation cannot be read", error=type(error).__name__)
                    hints.wake(said)
                    await asyncio.sleep(_RETRY_SECONDS)

    async def _heed(self, hints: Subscription, hinted: frozenset[str], said: str, read: str) -> None:
        if not self.seats:
            return
        for hint in hinted - {said, read}:
            self._pass_on(hint)
        if self._steps and clock.stopwatch() >= self._next_steps_at:
            self._tell_steps()
        if said in hinted:
            letters = 0
            while (more := await self._hear()) and letters < _LETTERS_AT_ONCE:
                letters += more
            if more:
                hints.wake(said)
            await asyncio.sleep(_PAUSE_SECONDS)
        if read in hinted:
            await self._see_marks()

    async def _hear(self) -> int:
        """Read what is new, once for all; if there is more, how many letters these were."""
        after = self.revision
        async with self._db.connection() as connection:
            found = await self._conversation(connection)
            if found is None or found.revision <= after:
                return 0
            # Whoever comes from now on has already read what is read here; the others are asked for whether they stay.
            self.revision = found.revision
            try:
                heard = await hear(connection, found, after, joined_seq=0, now=self._time())
                if any(row.kind in _STANDING for row in heard.rows):
                    await self._dismiss(connection)
            except Exception:
                self.revision = after
                raise
        self.revision = heard.revision
        letters = self._hand_out(heard, after)
        return letters if heard.revision < found.revision else 0

    async def _conversation(self, tx: Tx) -> Conversation | None:
        found = await conversations.by_ids.all(tx, conversation_ids=arrays.uuids([self.conversation_id]))
        return found[0] if found else None

    async def _dismiss(self, tx: Tx) -> None:
        """Whoever is no member any more hears nothing of what comes now."""
        standing = await self._members(tx, {one.person_id for one in self.seats})
        for listener in list(self.seats):
            if listener.person_id not in standing:
                del self.seats[listener]
                listener.forget(self.conversation_id)
                listener.tell(Ended(self.conversation_id))

    async def _members(self, tx: Tx, asked: set[people.PersonId]) -> dict[people.PersonId, members.Member]:
        found = await members.some.all(tx, **members.columns((self.conversation_id, one) for one in asked))
        return {one.person_id: one for one in found}

    def _hand_out(self, heard: Heard, after: int) -> int:
        shown = [messages.shown(row, self._policy) for row in heard.rows]
        cards = list(heard.cards.values())
        text = frames.encode(News(self.conversation_id, after, heard.revision, shown, cards))
        lowest = min((row.seq for row in heard.rows), default=0)
        for listener, seat in self.seats.items():
            if seat.revision >= heard.revision:
                continue
            if seat.revision == after and seat.joined_seq < lowest:
                listener.put(text, self.conversation_id, heard.revision)
            else:
                listener.put(self._part(heard.rows, heard, seat), self.conversation_id, heard.revision)
            seat.revision = heard.revision
        return len(text)

    def _part(self, rows: Sequence[Row], heard: Heard, seat: Seat) -> str:
        """What one hears who knows a part of it, or joined when some of it had been said."""
        shown = [
            messages.shown(row, self._policy)
            for row in rows
            if row.revision > seat.revision and row.seq > seat.joined_seq
        ]
        cards = list(heard.cards.values()) if shown else []
        return frames.encode(News(self.conversation_id, seat.revision, heard.revision, shown, cards))

    def _patience(self) -> float:
        return max(0.0, self._next_steps_at - clock.stopwatch()) if self._steps else _IDLE_SECONDS

    def _pass_on(self, hint: str) -> None:
        """Somebody is typing, or something has come further: a hint, and nothing that is kept."""
        topic, _, word = hint.partition(" ")
        if not word:
            return
        if topic == conversations.typing_topic(self.conversation_id):
            self._mention(people.PersonId(UUID(word)))
        else:
            ref, _, step = word.partition(":")
            self._steps[UUID(ref)] = max(int(step), self._steps.get(UUID(ref), 0))

    def _tell_steps(self) -> None:
        steps, self._steps = self._steps, {}
        self._next_steps_at = clock.stopwatch() + _STEP_SECONDS
        for ref, step in steps.items():
            text = frames.encode(Progress(self.conversation_id, ref, step))
            for listener in self.seats:
                listener.mention(text)

    def _mention(self, person_id: people.PersonId) -> None:
        text = frames.encode(Typing(self.conversation_id, person_id))
        for listener in self.seats:
            if listener.person_id != person_id:
                listener.mention(text)

    async def _see_marks(self) -> None:
        """How far the two of a pair have read, where they may know that of each other."""
        async with self._db.connection() as connection:
            found = await self._conversation(connection)
            if found is None or found.pair is None:
                return
            footing = (await people.between(connection, [found.pair]))[found.pair]
            standing = await self._members(connection, set(found.pair))
        known = acquainted(found, footing)
        for listener in self.seats:
            for one in marks_for(listener.person_id, standing, known=known):
                if self._marks.get(one.person_id) != one.read_seq:
                    listener.tell(Read(self.conversation_id, one.person_id, one.read_seq))
        self._marks = {one.person_id: one.read_seq for one in standing.values()}
