"""Everything CI runs, part by part, with the seconds each took: `python -m tests`."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

_BIN = Path(sys.executable).parent
_ROOT = Path(__file__).parents[1]
PARTS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["pyright"],
    "imports": ["lint-imports"],
    "web build": ["make", "--silent", "web/app/dist/.built"],
    "web format": ["npm", "run", "--silent", "format"],
    "web lint": ["npm", "run", "--silent", "lint"],
    "web types": ["npm", "run", "--silent", "types"],
    "web tests": ["npm", "run", "--silent", "test"],
    "tests": ["pytest", "-n", "2", "--dist", "loadfile", "--durations", "10"],
}


def main() -> int:
    """Run every part, even after one has failed, so that one run shows all that is wrong. Returns the exit code.

    Without Node the web client stays unchecked; that counts as a failure.
    """
    took: list[tuple[str, bool, float]] = []
    for name, command in PARTS.items():
        print(f"── {name}", flush=True)
        began = time.monotonic()
        took.append((name, _passes(command, web=name.startswith("web")), time.monotonic() - began))
    print("── seconds")
    for name, passed, seconds in took:
        print(f"{'ok  ' if passed else 'FAIL'} {name:10} {seconds:6.1f}")
    return 0 if all(passed for _, passed, _ in took) else 1


def _passes(command: list[str], *, web: bool) -> bool:
    if web and shutil.which("npm") is None:
        print("no npm here: install Node 20 or newer to check the web client")
        return False
    program = command[0] if web else str(_BIN / command[0])
    where = _ROOT / "web" if command[0] == "npm" else _ROOT
    return subprocess.run([program, *command[1:]], check=False, cwd=where).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
