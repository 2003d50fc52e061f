"""Run an installation: database, web server, job worker and, where no real money moves, the simulator."""

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import httpx
import structlog
from granian.constants import Interfaces
from granian.server.embed import Server

from kith.kit import clock
from kith.kit.hub import Hub
from kith.kit.parts import Parts
from kith.kit.settings import BadSetting, Settings, is_loopback
from kith.kit.sql import Database
from kith.main import app as web
from kith.main.child import ends_with_us
from kith.main.demo import build_town, living
from kith.main.migrate import migrate
from kith.main.near import near
from kith.main.observe import Observed
from kith.main.postgres import CannotStart, Embedded
from kith.main.wiring import wire
from kith.main.worker import working

_READY_SECONDS = 60
_LOOK_SECONDS = 0.5
_COLLECT_AFTER = 20_000
"""Objects more than before: about what a hundred requests at once hold."""

_log = structlog.get_logger("kith.serve")


@asynccontextmanager
async def database_url(settings: Settings) -> AsyncGenerator[str]:
    """The address of the installation's database, starting the embedded one if no other is named."""
    if settings.database_url:
        yield settings.database_url
        return
    server = Embedded(settings.home)
    await asyncio.to_thread(server.start)
    keeper = asyncio.create_task(_keep_up(server))
    try:
        yield server.url()
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper
        await asyncio.to_thread(server.stop)


async def _keep_up(server: Embedded) -> None:
    """A database that was killed, or ran out of space, is started again, however often it takes."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        if server.is_up():
            continue
        _log.warning("the database ended; starting it again")
        with suppress(CannotStart):
            await asyncio.to_thread(server.start)


@asynccontextmanager
async def running(settings: Settings, *, size: int = 16) -> AsyncGenerator[tuple[Parts, str]]:
    """The parts of a migrated installation, and its database address, while the block runs."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(database_url(settings))
        await migrate(url)
        db = await stack.enter_async_context(Database(url, size=size, crash_at=settings.crash_at))
        parts = await stack.enter_async_context(wire(settings, db, url))
        yield parts, url


async def run(settings: Settings, *, web_server: bool, worker: bool, simulator: bool, town: bool = False) -> None:
    """Run the chosen parts until Ctrl-C or SIGTERM, then stop them in order; with a `town`, built first and alive."""
    if web_server:
        _refuse_taken_port(settings)
    task = asyncio.current_task()
    assert task is not None
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    with suppress(asyncio.CancelledError):
        async with AsyncExitStack() as stack:
            # The simulator takes as long to start as the database; let them do it at the same time.
            answers = await stack.enter_async_context(_simulator(settings)) if simulator else None
            parts, url = await stack.enter_async_context(running(settings))
            if answers:
                await answers()
            if worker:
                await stack.enter_async_context(working(url, parts))
            if web_server:
                await stack.enter_async_context(_web(settings, parts))
            if town:
                _say((await build_town(parts, clock.now(), _say)).welcome())
                await stack.enter_async_context(living(parts))
            _settle_memory()
            _say(f"ready {settings.local_url}" if web_server else "working")
            await asyncio.Event().wait()
    _say("stopped")


@asynccontextmanager
async def _web(settings: Settings, parts: Parts) -> AsyncGenerator[None]:
    server = Server(
        Observed(web.create_app(parts)),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        log_enabled=False,
        backlog=1024,
    )
    serving = asyncio.create_task(server.serve())
    try:
        async with near("", seconds=5) as client, asyncio.timeout(_READY_SECONDS):
            while True:
                if serving.done():
                    serving.result()
                    raise RuntimeError("the web server ended")
                with suppress(httpx.TransportError):
                    if (await client.get(f"{settings.local_url}/ready")).status_code == 200:
                        break
                await asyncio.sleep(0.02)
        yield
    finally:
        await parts[Hub].end()
        server.stop()
        with suppress(asyncio.CancelledError):
            await serving


@asynccontextmanager
async def _simulator(settings: Settings) -> AsyncGenerator[Callable[[], Awaitable[None]]]:
    """Keep a simulator process running while the block runs; what is yielded returns when it answers."""

    async def keep() -> None:
        while True:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "kith.simulator",
                str(settings.home / "simulator"),
                str(settings.gateway_port),
                start_new_session=True,
                preexec_fn=ends_with_us(signal.SIGTERM),
                stdout=asyncio.subprocess.DEVNULL,
            )
            try:
                code = await process.wait()
            except asyncio.CancelledError:
                process.terminate()
                await process.wait()
                raise
            _log.warning("the simulator ended; starting it again", code=code)
            await asyncio.sleep(0.5)

    async def answers() -> None:
        async with near("", seconds=5) as client, asyncio.timeout(_READY_SECONDS):
            while True:
                with suppress(httpx.TransportError):
                    await client.get(f"{settings.gateway_url}/admin/idle")
                    return
                await asyncio.sleep(0.02)

    keeper = asyncio.create_task(keep())
    try:
        yield answers
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper


def _refuse_taken_port(settings: Settings) -> None:
    """Two servers can share a port silently (SO_REUSEPORT); people would see either at random."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            free = settings.port + 10
            where = settings.host if is_loopback(settings.host) else f"{settings.host} "
            raise BadSetting(
                "KITH_PORT", f"{settings.port} on {where} is taken ({error.strerror})", f"KITH_PORT={free}"
            ) from None


def _settle_memory() -> None:
    """What is there by now stays: the collector looks at it no more, and less often at what a request leaves behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
