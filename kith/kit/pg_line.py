"""The hub's line over PostgreSQL's LISTEN and NOTIFY."""

from collections.abc import AsyncGenerator, Sequence

import msgspec
from psycopg import AsyncConnection

from kith.kit.hub import pieces
from kith.kit.sql import Database, Query

_LONGEST = 7_500
"""Bytes of one notification; PostgreSQL takes less than 8,000."""

# NOTIFY holds a lock of the whole installation until its commit, so it never runs in the transaction of a deed.
notify = Query(str, "SELECT pg_notify('kith_live', said)::text FROM unnest(%(said)s::text[]) AS told (said)")


class PgLine:
    """Sends on a pooled connection, in a statement of its own; listens on one connection that does nothing else."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def send(self, message: Sequence[str]) -> None:
        """Notify, in as many notifications as it takes."""
        async with self._db.connection() as connection:
            await notify.all(connection, said=pieces(message, _LONGEST))

    async def listen(self) -> AsyncGenerator[Sequence[str]]:
        """What is notified from now on. Raises `psycopg.OperationalError` when the connection breaks."""
        connection = await AsyncConnection.connect(
            self._db.url,
            autocommit=True,
            connect_timeout=5,
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=2,
            application_name="kith live",
        )
        async with connection:
            await connection.execute("LISTEN kith_live")
            yield []
            async for notification in connection.notifies():
                yield msgspec.json.decode(notification.payload, type=list[str])
