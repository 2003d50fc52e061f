"""Every benchmark, one after another: `python -m bench [--quick|--taste]`. Exits with 1 if a target was missed."""

import pkgutil
import subprocess
import sys

import bench


def main() -> int:
    """Run each benchmark as a process of its own, so that none warms another's caches."""
    missed: list[str] = []
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name.startswith("_"):
            continue
        print(f"── {module.name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{module.name}", *sys.argv[1:]], check=False).returncode:
            missed.append(module.name)
    print(f"missed: {', '.join(missed)}" if missed else "every target was met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
