"""What a live client says, on its way into the lane."""

import asyncio
from datetime import datetime
from functools import partial

import psycopg
import structlog

from kith.chat.conversation import ConversationId
from kith.chat.floor import saying_of
from kith.chat.frames import Done, Refused, Say
from kith.chat.listener import Listener
from kith.chat.message import Message
from kith.chat.sending import Sending
from kith.kit.refusal import Refusal
from kith.kit.web import Problem, TryAgain, broken, problem_of

_AT_ONCE = 16

_log = structlog.get_logger("kith.chat")


class Speaking:
    """Messages of one client. It may say the next before it has heard what became of the last; they stay in order."""

    def __init__(self, sending: Sending, listener: Listener) -> None:
        self._sending = sending
        self._listener = listener
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def say(self, command: Say, now: datetime) -> None:
        """Put it into the lane; the client is told then what became of it. Waits while many are under way.

        What is in the lane is said, though the client may have gone meanwhile.
        """
        await self._room.acquire()
        saying = saying_of(ConversationId(command.conversation_id), self._listener.person_id, command, now)
        try:
            answer = self._sending.put(saying)
        except Refusal as refusal:
            self._room.release()
            self._listener.tell(Refused(command.n, problem_of(refusal)))
        else:
            answer.add_done_callback(partial(self._tell, command.n))

    def _tell(self, n: int, answer: asyncio.Future[Message]) -> None:
        self._room.release()
        if answer.cancelled():
            self._listener.tell(Refused(n, problem_of(TryAgain(retry_after=1))))
        elif (error := answer.exception()) is not None:
            self._listener.tell(Refused(n, problem_with(error)))
        else:
            self._listener.tell(Done(n, answer.result()))


def problem_with(error: BaseException) -> Problem:
    """What a client is told whose command failed: what HTTP would answer with."""
    if isinstance(error, Refusal):
        return problem_of(error)
    if isinstance(error, psycopg.OperationalError):
        return problem_of(TryAgain(retry_after=1))
    _log.error("a command failed", error=type(error).__name__, exc_info=error)
    return broken()
