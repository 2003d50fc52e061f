"""Listening to the socket of a PostgreSQL connection until all that was asked in one pipeline is answered."""

import asyncio

from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult


class Ear:
    """Listens from one pipeline to the next, until `rest`, and wakes the task once for all the answers.

    The driver's own way of waiting begins and ends to listen each time, and wakes the task for every piece that comes.
    """

    def __init__(self, pgconn: PGconn) -> None:
        self._pgconn = pgconn
        self._socket: int | None = None
        self._heard: asyncio.Future[None] | None = None
        self._answers: list[PGresult] = []
        self._ended = True

    async def hear_out(self, answers: list[PGresult]) -> None:
        """Send what is left, and append every answer up to the sync. Cancelled, it can be called again for the rest."""
        self._answers = answers
        loop, socket = asyncio.get_running_loop(), self._pgconn.socket
        unsent = self._pgconn.flush()
        if self._is_all():
            return
        self._heard = loop.create_future()
        if self._socket is None:
            loop.add_reader(socket, self._hear)
            self._socket = socket
        if unsent:
            loop.add_writer(socket, self._send_on)
        try:
            await self._heard
        finally:
            if unsent:
                loop.remove_writer(socket)

    def rest(self) -> None:
        """Listen no longer. To be called before anybody else listens to this socket, or closes it."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket = None

    def _hear(self) -> None:
        heard = self._heard
        if heard is None or heard.done():
            # Nobody waits: what came is read by whoever is next.
            self.rest()
            return
        try:
            self._pgconn.consume_input()
            if self._is_all():
                heard.set_result(None)
        except Exception as error:
            heard.set_exception(error)

    def _send_on(self) -> None:
        try:
            if not self._pgconn.flush():
                asyncio.get_running_loop().remove_writer(self._pgconn.socket)
        except Exception as error:
            if self._heard is not None and not self._heard.done():
                self._heard.set_exception(error)

    def _is_all(self) -> bool:
        """Take what is there of the answers; True when the sync is."""
        pgconn, ended = self._pgconn, self._ended
        while not pgconn.is_busy():
            result = pgconn.get_result()
            if result is not None:
                if result.status == ExecStatus.PIPELINE_SYNC:
                    self._ended = True
                    return True
                self._answers.append(result)
                ended = False
            elif ended:
                # After the end of one answer: nothing of the next is here yet.
                break
            else:
                ended = True
        self._ended = ended
        return False
