"""The real processes of an installation, each of which may be killed at any moment and is started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Literal, TypeVar

import httpx

from kith.kit import clock
from kith.kit.settings import Settings, load
from kith.main.child import ends_with_us
from kith.main.postgres import CannotStart, Embedded
from kith.main.stories.instance import environment

Name = Literal["server", "other", "worker", "gateway", "database"]

_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "server": ("-m", "kith.main.cli", "serve"),
    "other": ("-m", "kith.main.cli", "serve"),
    "worker": ("-m", "kith.main.cli", "worker"),
}
_READY_SECONDS = 300

Result = TypeVar("Result")


class Fell(Exception):
    """A process ended that nobody had killed."""


class Processes:
    """Database, simulator, server and worker of one installation, or others. Whatever ends is started again, as an
    operator's service manager would. `other` is a second server.

    `crash_at` draws at which commit the next server or worker kills itself; 0 is never.
    """

    def __init__(
        self,
        home: Path,
        *,
        crash_at: Callable[[], int] = lambda: 0,
        policy: str = "",
        names: Sequence[str] = ("gateway", "server", "worker"),
    ) -> None:
        self._names = names
        self._home = home
        self._crash_at = crash_at
        self._environ = environment(home)
        self._other = {"KITH_PORT": environment(home)["KITH_PORT"]}
        self._database = Embedded(home)
        (home / "policy.toml").write_text(policy)
        self._environ["KITH_POLICY"] = str(home / "policy.toml")
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._ready: dict[str, asyncio.Event] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._asking = httpx.AsyncClient(trust_env=False, timeout=30)
        self.deaths: dict[str, int] = dict.fromkeys((*_COMMANDS, "gateway", "database"), 0)

    @property
    def settings(self) -> Settings:
        return load(self._environ)

    @property
    def sites(self) -> tuple[str, str]:
        """Where the two servers are."""
        return self.settings.local_url, load(self._environ | self._other).local_url

    @property
    def url(self) -> str:
        """The address of the database."""
        return self._database.url()

    async def start(self) -> None:
        """Bring everything up."""
        await asyncio.to_thread(self._database.start)
        self._environ["KITH_DATABASE_URL"] = self.url
        # The first to start brings the schema up and makes the keys.
        for name in self._names:
            self._ready[name] = asyncio.Event()
            self._keepers.append(asyncio.create_task(self._keep(name)))
            await self.up(name)

    async def stop(self) -> None:
        """End everything; raises `Fell` if something had ended by itself."""
        for keeper in self._keepers:
            keeper.cancel()
        ends = await asyncio.gather(*self._keepers, return_exceptions=True)
        for process in self._running.values():
            if process.returncode is None:
                process.kill()
            await process.wait()
        await asyncio.to_thread(self._database.stop)
        await self._asking.aclose()
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def up(self, *names: str) -> None:
        """Return when these, or all, are ready. Raises `Fell`."""
        async with asyncio.timeout(_READY_SECONDS):
            for name in names or tuple(self._ready):
                waiting = asyncio.create_task(self._ready[name].wait())
                await asyncio.wait((waiting, *self._keepers), return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                for keeper in self._keepers:
                    if keeper.done():
                        keeper.result()

    async def kill(self, name: Name) -> None:
        """SIGKILL, now; it is started again meanwhile, the database before this returns."""
        self.deaths[name] += 1
        if name == "database":
            os.kill(self._database.pid(), signal.SIGKILL)
            await asyncio.to_thread(self._raise_database)
            return
        process = self._running.get(name)
        if process is not None and process.returncode is None:
            process.kill()

    async def restart(self, name: str) -> None:
        """End it politely, and wait for the next."""
        self._ready[name].clear()
        self._running[name].send_signal(signal.SIGTERM)
        await self.up(name)

    def _raise_database(self) -> None:
        try:
            self._database.start()
        except CannotStart:
            self._database.start()

    async def _keep(self, name: str) -> None:
        while True:
            environ = self._environ | {"KITH_CRASH_AT": str(self._crash_at() if name in _COMMANDS else 0)}
            environ |= self._other if name == "other" else {}
            process = await self._spawn(name, environ)
            self._running[name] = process
            if await self._becomes_ready(name, process):
                self._ready[name].set()
            code = await process.wait()
            was_ready = self._ready[name].is_set()
            self._ready[name].clear()
            if code == -signal.SIGKILL and environ["KITH_CRASH_AT"] != "0":
                self.deaths[name] += 1
            if was_ready and code not in (-signal.SIGKILL, -signal.SIGTERM, 0):
                raise Fell(f"{name} ended with {code}: {self._log(name).read_text()[-3000:]}")
            await asyncio.sleep(0.05)

    async def _spawn(self, name: str, environ: Mapping[str, str]) -> asyncio.subprocess.Process:
        settings = load(environ)
        simulator = ("-m", "kith.simulator", str(settings.home / "simulator"), str(settings.gateway_port))
        with self._log(name).open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *_COMMANDS.get(name, simulator),
                env=dict(environ),
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                preexec_fn=ends_with_us(signal.SIGKILL),
            )

    async def _becomes_ready(self, name: str, process: asyncio.subprocess.Process) -> bool:
        if name == "gateway":
            return await self._answers(process, f"{self.settings.gateway_url}/admin/idle")
        assert process.stdout is not None
        while line := await process.stdout.readline():
            if line.startswith((b"ready ", b"working")):
                return True
        return False

    async def _answers(self, process: asyncio.subprocess.Process, url: str) -> bool:
        until = clock.stopwatch() + _READY_SECONDS
        while process.returncode is None and clock.stopwatch() < until:
            with suppress(httpx.TransportError):
                await self._asking.get(url)
                return True
            await asyncio.sleep(0.02)
        return False

    def _log(self, name: str) -> Path:
        return self._home / f"{name}.log"


@asynccontextmanager
async def running(
    home: Path,
    *,
    crash_at: Callable[[], int] = lambda: 0,
    policy: str = "",
    names: Sequence[str] = ("gateway", "server", "worker"),
) -> AsyncGenerator[Processes]:
    """All processes of an installation in `home`, ended at the end of the block."""
    processes = Processes(home, crash_at=crash_at, policy=policy, names=names)
    try:
        await processes.start()
        yield processes
    finally:
        await processes.stop()


async def insist(deed: Callable[[], Awaitable[Result]], *errors: type[Exception], seconds: float = 120) -> Result:
    """Do it, again and again while one of these errors says that something is down."""
    until = clock.stopwatch() + seconds
    while True:
        try:
            return await deed()
        except errors:
            if clock.stopwatch() > until:
                raise
            await asyncio.sleep(0.1)
