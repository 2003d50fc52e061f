"""A running installation to measure in, with as long a past as wanted. One that is kept can be filled once and then
measured as often as one likes, at another hour."""

import os
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import msgspec
import psycopg

from bench._gifts import CLIENTS, Cast, Town, opened
from bench._past import Past, played
from bench._statements import Floor, Shape, logged
from bench._sweeps import Read, looked_at
from kith.kit import clock
from kith.kit.settings import load
from kith.main.postgres import Embedded
from kith.main.stories.instance import environment, started
from kith.main.stories.stage import staged
from tests.test_queries import ALL
from tests.test_sweeps import SWEEPS

_COUNTED = 10
_WORTH_TELLING = 100_000


class Known(msgspec.Struct):
    """What is noted of an installation that is kept: the gift that was copied, who gives, and how many are past."""

    gift_id: UUID
    cast: Cast
    filled: int = 0


class Round(NamedTuple):
    """Flows a second, and the floor's."""

    rate: float
    floor: float


class Site:
    """Friends and shops in a running installation, and its past."""

    def __init__(self, town: Town, cluster: Embedded, past: Past, known: Known, note: Path) -> None:
        self.known = known
        self._town = town
        self._cluster = cluster
        self._past = past
        self._note = note
        self._floor: Floor | None = None

    async def fill(self, gifts: int) -> None:
        """Let so many gifts be over here, at least, and each day of them."""
        if gifts <= self.known.filled:
            await self._reconcile()
            return
        # To find the one gift among very many takes long, so this is only done where there is something to fill.
        await self._past.read()
        async with self._hurry():
            for table in self._past.tables:
                began = clock.stopwatch()
                rows = await self._past.fill_table(table, self.known.filled, gifts)
                if rows > _WORTH_TELLING:
                    _say(f"{rows:,} rows in {table}, {rows / (clock.stopwatch() - began):,.0f} a second")
        self.known.filled = gifts
        self._note.write_bytes(msgspec.json.encode(self.known))
        await self._reconcile()

    async def shape(self, flows: int) -> Shape:
        """What a flow is made of, when connections, plans and pages are warm."""
        await self._town.rate(self._town.flows(flows))
        backend_pid = self._town.watcher.info.backend_pid
        async with logged(self._cluster.url(), self._cluster.root / "log", but=backend_pid) as log:
            await self._town.rate(self._town.flows(_COUNTED))
        return log.shape(_COUNTED)

    async def rounds(self, shape: Shape, rounds: int, flows: int) -> list[Round]:
        """Flows and the floor in turns. The first are to get warm and do not count."""
        floor = await Floor(self._cluster.url(), shape).build()
        counted = [
            Round(await self._town.rate(self._town.flows(flows)), await floor.rate(flows, CLIENTS))
            for _ in range(rounds + 1)
        ]
        return counted[1:]

    async def swept(self) -> Read:
        """What all sweeps together read now, planned by what is there now."""
        await self._town.watcher.execute("VACUUM ANALYZE")
        reads = [await looked_at(self._town.watcher, ALL[name], clock.now()) for name in SWEEPS]
        return Read(sum(read.rows for read in reads), sum(read.pages for read in reads))

    async def _reconcile(self) -> None:
        """The gateway's book knows nothing of copies: their days would be compared with it all the while."""
        await self._town.watcher.execute(
            """
            INSERT INTO bill_day (gateway, day, state, tries, revision, lines, reconciled_at)
            SELECT 'alipay', day, 'reconciled', 1, 1, 0, %(now)s FROM generate_series(
                (SELECT min(paid_at) FROM attempt WHERE gateway = 'alipay') - interval '1 day', %(now)s, '1 day'
            ) AS day
            ON CONFLICT (gateway, day) DO UPDATE SET
                state = 'reconciled', code = NULL, due_at = NULL, lease_until = NULL, reconciled_at = %(now)s
            """,
            {"now": clock.now()},
        )

    @asynccontextmanager
    async def _hurry(self) -> AsyncGenerator[None]:
        """Nothing waits for the disk inside the block; at its end everything is there, and it is waited for again."""
        admin = self._town.watcher
        await admin.execute("ALTER SYSTEM SET fsync = off")
        await admin.execute("ALTER SYSTEM SET full_page_writes = off")
        await admin.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            await admin.execute("ALTER SYSTEM RESET fsync")
            await admin.execute("ALTER SYSTEM RESET full_page_writes")
            await admin.execute("SELECT pg_reload_conf()")
            await admin.execute("CHECKPOINT")
            os.sync()


@asynccontextmanager
async def site(home: Path | None, pairs: int) -> AsyncGenerator[Site]:
    """An installation in `home`, which stays there; without one it is made anew and is gone at the end."""
    async with AsyncExitStack() as stack:
        if home is None:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kith-bench-")))
        home.mkdir(parents=True, exist_ok=True)
        environ = environment(home)
        settings = load(environ)
        await stack.enter_async_context(started(environ))
        stage = await stack.enter_async_context(staged(settings))
        note = home / "past.json"
        known = msgspec.json.decode(note.read_bytes(), type=Known) if note.exists() else None
        gift_id = known.gift_id if known else await played(stage)
        cast = known.cast if known else None
        town = await stack.enter_async_context(opened(stage, pairs=pairs, shops=4, cast=cast))
        if known is None:
            known = Known(gift_id, town.cast)
            note.write_bytes(msgspec.json.encode(known))
        url = Embedded(settings.home).url()
        filler = await stack.enter_async_context(await psycopg.AsyncConnection.connect(url, autocommit=True))
        past = Past(filler, gift_id, known.cast.pairs)
        yield Site(town, Embedded(settings.home), past, known, note)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
