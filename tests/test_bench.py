"""Every benchmark runs, and says what it measured in the agreed form. What it measures is not judged here."""

import json
import pkgutil
import subprocess
import sys

import pytest

import bench

NAMES = [module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")]


@pytest.mark.parametrize("name", NAMES)
def test_it_runs(name: str) -> None:
    command = [sys.executable, "-m", f"bench.{name}", "--taste", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    told = json.loads(done.stdout.splitlines()[-1])
    assert set(told) == {"bench", "ratios", "absolute", "targets", "limits", "ok"}
    assert told["bench"] == name
    assert all(value > 0 for value in told["absolute"].values())
    assert done.returncode == (0 if told["ok"] else 1)
