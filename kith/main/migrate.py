"""Schema changes: plain SQL files run by dbmate, each once, in order."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class MigrationFailed(Exception):
    """A migration did not run; the message is what the database said."""


async def migrate(url: str) -> None:
    """Create the database if it is missing and run the migrations it has not seen."""
    await dbmate(url, "--wait", "up")


async def status(url: str) -> str:
    """What has run and what is pending, a line each."""
    try:
        return await dbmate(url, "status")
    except MigrationFailed as failed:
        if "does not exist" in str(failed):
            return "There is no database yet; `kith db migrate` makes it."
        raise


async def dbmate(url: str, *arguments: str) -> str:
    """Run one dbmate command; its output. The address goes by environment, since it holds the password."""
    beside = Path(sys.executable).parent / "dbmate"
    program = str(beside) if beside.exists() else shutil.which("dbmate")
    if program is None:
        raise MigrationFailed("dbmate is not installed; run `make install`")
    process = await asyncio.create_subprocess_exec(
        program,
        f"--migrations-dir={MIGRATIONS}",
        "--no-dump-schema",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "DATABASE_URL": url},
    )
    output = (await process.communicate())[0].decode()
    if process.returncode:
        raise MigrationFailed(output.strip())
    return output
