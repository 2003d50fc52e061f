"""Everything CI runs, part by part, with the seconds each took: `python -m tests`."""

import subprocess
import sys
import time
from pathlib import Path

_BIN = Path(sys.executable).parent
PARTS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["pyright"],
    "imports": ["lint-imports"],
    "tests": ["pytest", "-n", "2", "--dist", "loadfile", "--durations", "10"],
}


def main() -> int:
    """Run every part, even after one has failed, so that one run shows all that is wrong. Returns the exit code."""
    took: list[tuple[str, bool, float]] = []
    for name, command in PARTS.items():
        print(f"── {name}", flush=True)
        began = time.monotonic()
        done = subprocess.run([str(_BIN / command[0]), *command[1:]], check=False)
        took.append((name, done.returncode == 0, time.monotonic() - began))
    print("── seconds")
    for name, passed, seconds in took:
        print(f"{'ok  ' if passed else 'FAIL'} {name:8} {seconds:6.1f}")
    return 0 if all(passed for _, passed, _ in took) else 1


if __name__ == "__main__":
    sys.exit(main())
