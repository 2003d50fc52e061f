"""Whatever is sent to any operation, the answer is one that the document promises: seeded requests of every kind."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from kith.kit.settings import Settings
from kith.main.stories.stage import Stage

EXAMPLES = 10
SEED = 20_260_301
LEFT_OUT = {
    "signOut": "the session is needed to the end",
    "signOutEverywhere": "the session is needed to the end",
    "followEvents": "it does not end",
    "followChats": "it does not end",
    "advanceClock": "everybody's clock would run away",
}
"""Operations that are not tried, and why."""
PHASES = {
    "somebody": ["--phases=examples,coverage,fuzzing"],
    # Who is not signed in is told so nearly everywhere: each thing that can be wrong once is enough.
    "nobody": ["--phases=coverage"],
}


@pytest.mark.parametrize("who", PHASES)
async def test_every_answer_is_as_described(stage: Stage, installation: Settings, who: str, tmp_path: Path) -> None:
    # Its own command may have been installed for an environment that stood elsewhere.
    command = [sys.executable, "-c", "from schemathesis.cli import schemathesis as main; main()"]
    command += ["run", f"{installation.local_url}/openapi.json", *PHASES[who]]
    command += ["--no-color", f"--seed={SEED}", f"--max-examples={EXAMPLES}", "--request-timeout=60"]
    command += ["--continue-on-failure", "--no-shrink", "--warnings=off", "--generation-database=none"]
    command += [f"--exclude-operation-id={name}" for name in LEFT_OUT]
    if who == "somebody":
        command.append(f"--header=Authorization: Bearer {(await stage.person('Ann')).token}")
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=environ, stdout=PIPE, stderr=STDOUT)
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
