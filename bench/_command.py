"""What every benchmark's command line has in common."""

import argparse
import json
import sys
from collections.abc import Callable, Coroutine, Mapping
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import uvloop

Measured = TypeVar("Measured")


class Length(Enum):
    """How long to measure: `FULL` for figures that hold, `QUICK` within a minute, `TASTE` only to see that it runs."""

    FULL = "full"
    QUICK = "quick"
    TASTE = "taste"


class Report(NamedTuple):
    """What was measured: ratios, some with a target to reach or a limit to keep, and plain figures."""

    ratios: Mapping[str, float]
    absolute: Mapping[str, float]
    targets: Mapping[str, float]
    limits: Mapping[str, float] = MappingProxyType({})

    @property
    def ok(self) -> bool:
        """Every target was reached, and every limit kept."""
        return all(self.ratios[name] >= target for name, target in self.targets.items()) and all(
            self.ratios[name] <= limit for name, limit in self.limits.items()
        )

    def wanted(self, name: str) -> str:
        """What a ratio is to be, for people; empty if it is only told."""
        if name in self.targets:
            return f"≥ {self.targets[name]:g}"
        return f"≤ {self.limits[name]:g}" if name in self.limits else ""


def command(
    name: str,
    about: str | None,
    measure: Callable[..., Coroutine[Any, Any, Measured]],
    show: Callable[[Measured], None],
    report: Callable[[Measured], Report],
    *,
    fill: Callable[[Length, Path], Coroutine[Any, Any, None]] | None = None,
) -> int:
    """Measure, show it to people on stderr and, if asked, to programs on stdout. 1 if a target or limit was missed.

    What has something to `fill` can be told a folder in which that stays; `measure` gets it too, or None.
    """
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_true", help="fewer and shorter rounds: within a minute")
    length.add_argument("--taste", action="store_true", help="once through, to see that it runs")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    if fill is not None:
        parser.add_argument("--home", type=Path, help="measure in this folder, which stays, and fill it if need be")
        parser.add_argument("--fill", action="store_true", help="only fill --home")
    asked = parser.parse_args()
    wanted = Length.TASTE if asked.taste else Length.QUICK if asked.quick else Length.FULL
    if fill is not None and asked.fill:
        if asked.home is None:
            parser.error("--fill needs --home")
        uvloop.run(fill(wanted, asked.home))
        return 0
    measured = uvloop.run(measure(wanted) if fill is None else measure(wanted, asked.home))
    show(measured)
    said = report(measured)
    if asked.json:
        told: dict[str, object] = {"bench": name, "ratios": said.ratios, "absolute": said.absolute}
        told |= {"targets": said.targets, "limits": dict(said.limits), "ok": said.ok}
        sys.stdout.write(json.dumps(told) + "\n")
    return 0 if said.ok else 1
