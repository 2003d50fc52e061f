"""An installation that may die at any commit, and the operator who starts it again."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
from procrastinate import App

from kith.kit.parts import Parts
from kith.kit.settings import Settings, load
from kith.kit.sql import Database
from kith.main.advance import advance, settle
from kith.main.postgres import Embedded
from kith.main.stories.instance import environment, started
from kith.main.stories.stage import Stage
from kith.main.wiring import wire

LAST = 400
"""The commit at which every process here dies, once it is mortal: more than it needs to start and to heal what the last
one left."""
SPARE = 150
"""More than what is looked at in the end takes."""

_POLICY = "[gifts]\nweekly_fen = 100000000\n[people]\nexports_a_day = 1000\n"
"""The same few people do the same hundreds of times."""

Result = TypeVar("Result")


class Died(Exception):
    """The process was killed while somebody waited for it."""


class Installation:
    """A `kith up` that dies at its commit `LAST`, from when it is `mortal`. Everything here is done from outside, where
    it costs no commit."""

    def __init__(self, home: Path) -> None:
        policy = home / "policy.toml"
        policy.write_text(_POLICY)
        self.environ: Mapping[str, str] = environment(home) | {"KITH_POLICY": str(policy)}
        self.settings: Settings = load(self.environ)
        self.client = httpx.AsyncClient(base_url=self.settings.local_url, trust_env=False, timeout=60)
        self.deaths = 0
        self._crash_at = 0
        self._running = AsyncExitStack()
        self._process: asyncio.subprocess.Process | None = None
        self._stage: Stage | None = None

    @property
    def stage(self) -> Stage:
        assert self._stage is not None
        return self._stage

    @property
    def parts(self) -> Parts:
        return self.stage.parts

    async def start(self) -> None:
        """Bring it up."""
        environ = {**self.environ, "KITH_CRASH_AT": str(self._crash_at)}
        self._process = await self._running.enter_async_context(started(environ))
        self._stage = await self._running.enter_async_context(_observed(self.settings, self.client))

    async def stop(self) -> None:
        """Stop it politely, or clear away what is left of it."""
        running, self._running = self._running, AsyncExitStack()
        await running.aclose()

    async def become_mortal(self) -> None:
        """Start it anew, to die at its commit `LAST`."""
        self._crash_at = LAST
        await self.stop()
        await self.start()

    async def insist(self, deed: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Do it; if the installation dies meanwhile, start that again and repeat the very same."""
        while True:
            try:
                return await self._unless_it_dies(deed())
            except Died:
                self.deaths += 1
                await self.stop()
                await self.start()

    async def settle(self) -> None:
        """Let everything that is due happen."""
        await settle(self.parts[Database], self.settings.gateway_url)

    async def advance(self, span: timedelta) -> None:
        """Move everybody's clock on; the janitors do their rounds."""
        path = self.settings.clock
        assert path is not None
        await advance(self.parts[Database], self.parts[App], path, self.settings.gateway_url, span)

    async def commits(self) -> int:
        """How many transactions the process has committed."""
        text = (await self.client.get("/metrics")).raise_for_status().text
        return int(float(next(line for line in text.splitlines() if line.startswith("kith_commits_total ")).split()[1]))

    async def leave(self, commits: int) -> None:
        """Use commits up, on requests that only read, until the process has so many before it."""
        while (spare := LAST - commits - await self.commits()) > 0:
            for answer in await asyncio.gather(*(self.client.get("/ready") for _ in range(min(spare, 16)))):
                answer.raise_for_status()

    async def live(self) -> None:
        """See to it that it does not die soon. On a slow machine the clockwork of many minutes uses commits up."""
        if LAST - await self.commits() < SPARE:
            await self.leave(0)

    async def die(self, times: int) -> None:
        """See to it that it has died so many times in all, if need be on a request that only reads."""

        async def spend() -> None:
            if self.deaths < times:
                await self.leave(0)

        await self.insist(spend)

    async def _unless_it_dies(self, deed: Coroutine[Any, Any, Result]) -> Result:
        assert self._process is not None
        doing, dying = asyncio.ensure_future(deed), asyncio.ensure_future(self._process.wait())
        try:
            await asyncio.wait((doing, dying), return_when=asyncio.FIRST_COMPLETED)
            if doing.done() and doing.exception() is None:
                return doing.result()
            # A broken connection is noticed before the end of the process behind it.
            async with asyncio.timeout(20):
                code = await dying
        except TimeoutError:
            return await doing
        finally:
            for task in (doing, dying):
                task.cancel()
            await asyncio.gather(doing, dying, return_exceptions=True)
        assert code == -signal.SIGKILL, f"ended with {code}"
        raise Died


@asynccontextmanager
async def installed(home: Path) -> AsyncGenerator[Installation]:
    """A running installation with its data in `home`."""
    installation = Installation(home)
    try:
        await installation.start()
        yield installation
    finally:
        await installation.stop()
        await installation.client.aclose()


@asynccontextmanager
async def _observed(settings: Settings, client: httpx.AsyncClient) -> AsyncGenerator[Stage]:
    """The stage over a running installation, whose database it only visits."""
    url = Embedded(settings.home).url()
    async with Database(url, size=4) as db, wire(settings, db, url) as parts:
        yield Stage(settings, parts, client)
