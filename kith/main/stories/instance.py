"""A throwaway installation for stories and tests: its own folder, ports and clock, gone at the end."""

import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from kith.kit.settings import Settings, load
from kith.main.child import ends_with_us

_READY_SECONDS = 120


class DidNotStart(Exception):
    """The installation ended or stayed silent; the message is the end of what it wrote."""


def environment(home: Path) -> dict[str, str]:
    """The `KITH_*` variables of a throwaway installation in `home`, on ports that are free now."""
    own = {
        "KITH_HOME": str(home),
        "KITH_PORT": str(_free_port()),
        "KITH_GATEWAY_PORT": str(_free_port()),
        "KITH_CLOCK": str(home / "clock"),
        "KITH_LOG_LEVEL": "warning",
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("KITH_")} | own


@asynccontextmanager
async def throwaway() -> AsyncGenerator[Settings]:
    """A running installation, stopped and removed at the end of the block."""
    home = Path(tempfile.mkdtemp(prefix="kith-story-"))
    try:
        environ = environment(home)
        async with started(environ):
            yield load(environ)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@asynccontextmanager
async def started(environ: Mapping[str, str], *command: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """`kith up` (or another command) as a process, ready; ended politely if it still lives. Raises `DidNotStart`."""
    log = Path(environ["KITH_HOME"]) / "up.log"
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "kith.main.cli",
            *(command or ("up",)),
            env=dict(environ),
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            preexec_fn=ends_with_us(signal.SIGTERM),
        )
    try:
        await _ready(process, log)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(process.wait(), 30)
            except TimeoutError:
                process.kill()
                await process.wait()


async def _ready(process: asyncio.subprocess.Process, log: Path) -> None:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_READY_SECONDS):
            while line := await process.stdout.readline():
                if line.startswith((b"ready ", b"working")):
                    return
    except TimeoutError:
        pass
    said = await asyncio.to_thread(log.read_text)
    raise DidNotStart("\n".join(said.splitlines()[-20:]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
