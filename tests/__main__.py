"""Everything CI runs, part by part, with the seconds each took: `python -m tests`."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

_BIN = Path(sys.executable).parent
_ROOT = Path(__file__).parents[1]
FIRST = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "imports": ["lint-imports"],
    "web build": ["make", "--silent", "web/app/dist/.built"],
}
BESIDE = {
    "types": ["pyright"],
    "web format": ["npm", "run", "--silent", "format"],
    "web lint": ["npm", "run", "--silent", "lint"],
    "web types": ["npm", "run", "--silent", "types"],
    "web tests": ["npm", "run", "--silent", "test"],
}
"""Each uses one core and waits for nothing: they run one after another while the tests, which often wait, run too."""
# A third worker for two cores, as many tests wait. The files are taken in order: those of few long tests stand at the
# front, so that none of them is left for the end.
TESTS = {"tests": ["pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "10"]}


class Done(NamedTuple):
    """One part: whether it passed, in how many seconds, and what it said."""

    name: str
    passed: bool
    seconds: float
    said: str


def main() -> int:
    """Run every part, even after one has failed, so that one run shows all that is wrong. Returns the exit code.

    Without Node the web client stays unchecked; that counts as a failure.
    """
    # Dozens of processes are started; without compiled files each would compile Kith again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    done = [_told(one) for one in _run(FIRST)]
    with ThreadPoolExecutor(1) as aside:
        beside = aside.submit(lambda: list(_run(BESIDE)))
        done += _run(TESTS, aloud=True)
        done += map(_told, beside.result())
    print("── seconds")
    for name, passed, seconds, _ in done:
        print(f"{'ok  ' if passed else 'FAIL'} {name:10} {seconds:6.1f}")
    return 0 if all(one.passed for one in done) else 1


def _run(parts: dict[str, list[str]], *, aloud: bool = False) -> Iterator[Done]:
    for name, command in parts.items():
        began = time.monotonic()
        passed, said = _passes(command, web=name.startswith("web"), aloud=aloud)
        yield Done(name, passed, time.monotonic() - began, said)


def _passes(command: list[str], *, web: bool, aloud: bool) -> tuple[bool, str]:
    if web and shutil.which("npm") is None:
        return False, "no npm here: install Node 20 or newer to check the web client\n"
    program = command[0] if web else str(_BIN / command[0])
    where = _ROOT / "web" if command[0] == "npm" else _ROOT
    aside = None if aloud else subprocess.PIPE
    done = subprocess.run(
        [program, *command[1:]], check=False, cwd=where, stdout=aside, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode == 0, done.stdout or ""


def _told(one: Done) -> Done:
    print(f"── {one.name}\n{one.said}", end="", flush=True)
    return one


if __name__ == "__main__":
    sys.exit(main())
