"""Whatever is sent to any operation, the answer is one that the document promises: seeded requests of every kind."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from kith.kit.settings import Settings
from kith.main.stories.stage import Stage

SECONDS = 25
SEED = 20_260_301
LEFT_OUT = {
    "signOut": "the session is needed to the end",
    "signOutEverywhere": "the session is needed to the end",
    "followEvents": "it does not end",
    "advanceClock": "everybody's clock would run away",
}
"""Operations that are not tried, and why."""
UNCHECKED = {
    "allow_header_conformance": "the framework answers OPTIONS, and names the methods of one handler only",
    "negative_data_rejection": "the framework takes 0 for false and 1 for true",
}
"""Checks that are not made, and why."""


@pytest.mark.parametrize("who", ["somebody", "nobody"])
async def test_every_answer_is_as_described(stage: Stage, installation: Settings, who: str, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{installation.local_url}/openapi.json"]
    command += ["--no-color", f"--seed={SEED}", "--max-examples=2", f"--max-time={SECONDS}", "--request-timeout=60"]
    command += ["--phases=examples,coverage,fuzzing", "--continue-on-failure", "--no-shrink", "--warnings=off"]
    command += ["--generation-database=none", f"--exclude-checks={','.join(UNCHECKED)}"]
    command += [f"--exclude-operation-id={name}" for name in LEFT_OUT]
    if who == "somebody":
        command.append(f"--header=Authorization: Bearer {(await stage.person('Ann')).token}")
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=environ, stdout=PIPE, stderr=STDOUT)
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
