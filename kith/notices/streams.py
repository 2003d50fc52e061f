"""The open streams of one process: how long each goes on, and that nobody opens them without end."""

from collections.abc import Collection, Generator
from contextlib import contextmanager

from kith import people
from kith.kit import clock
from kith.kit.hub import Subscription
from kith.notices.policy import Policy


class Stream:
    """One open stream and its times, in seconds of real time."""

    def __init__(self, hints: Subscription, policy: Policy) -> None:
        self.displaced = False
        """The person has opened too many others since."""
        self._hints = hints
        self._policy = policy
        self._ends = clock.stopwatch() + policy.stream_seconds
        self._spoke = self._checked = clock.stopwatch()

    @property
    def over(self) -> bool:
        """Whether it is time to end."""
        return self._hints.ended or clock.stopwatch() >= self._ends

    async def hinted(self) -> frozenset[str]:
        """The topics that have something new; empty when it is time for something else."""
        until = min(self._spoke + self._policy.heartbeat_seconds, self._ends)
        return await self._hints.wait(until - clock.stopwatch())

    def silent(self) -> bool:
        """Whether it has to show that it lives."""
        return clock.stopwatch() >= self._spoke + self._policy.heartbeat_seconds

    def speak(self) -> None:
        """Something was sent."""
        self._spoke = clock.stopwatch()

    def doubtful(self) -> bool:
        """Whether to ask again if the session still lives; that counts as asked."""
        if clock.stopwatch() < self._checked + self._policy.recheck_seconds:
            return False
        self._checked = clock.stopwatch()
        return True

    def displace(self) -> None:
        """Send it away."""
        self.displaced = True
        self._hints.end()


class Streams:
    """Who follows their events here."""

    def __init__(self) -> None:
        self._open: dict[people.PersonId, list[Stream]] = {}

    @contextmanager
    def opened(self, person_id: people.PersonId, hints: Subscription, policy: Policy) -> Generator[Stream]:
        """A stream, counted while the block runs. Of too many of one person the oldest is sent away."""
        mine, stream = self._open.setdefault(person_id, []), Stream(hints, policy)
        mine.append(stream)
        for oldest in mine[: -policy.streams]:
            oldest.displace()
        try:
            yield stream
        finally:
            mine.remove(stream)
            if not mine:
                self._open.pop(person_id, None)

    def present(self) -> Collection[people.PersonId]:
        """Who follows here."""
        return self._open.keys()

    def count(self) -> int:
        """How many are open."""
        return sum(len(streams) for streams in self._open.values())
