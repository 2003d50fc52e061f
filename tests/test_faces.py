"""A capability is used through its face: nobody reaches behind another's `__init__.py`."""

import ast
from pathlib import Path

from tests.test_tidy import CODE, KITH, source


def behind_a_face(path: Path) -> list[str]:
    """Where a file imports another capability in any other way than `from kith import gifts`."""
    own = path.relative_to(KITH).parts[0]
    found: list[str] = []
    for node in ast.walk(source(path)):
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        for module in modules:
            top, _, inner = module.partition(".")
            if top == "kith" and inner and inner.split(".")[0] not in (own, "kit"):
                found.append(f"{path}:{node.lineno}: write `from kith import {inner.split('.')[0]}`")
    return found


def test_nobody_reaches_behind_a_face() -> None:
    assert [found for path in CODE for found in behind_a_face(path)] == []
