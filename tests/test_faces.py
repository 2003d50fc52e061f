"""A capability is used through its face: nobody reaches behind another's `__init__.py`."""

import ast

import pytest

from tests.test_tidy import CODE, KITH, names


@pytest.mark.parametrize("path", CODE, ids=names)
def test_nobody_reaches_behind_a_face(path) -> None:
    own = path.relative_to(KITH).parts[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            parts = (node.module or "").split(".")
        elif isinstance(node, ast.Import):
            parts = node.names[0].name.split(".")
        else:
            continue
        if parts[0] != "kith" or len(parts) < 2:
            continue
        if parts[1] in (own, "kit"):
            continue
        assert isinstance(node, ast.ImportFrom), f"{path}:{node.lineno}"
        raise AssertionError(f"{path}:{node.lineno}: write `from kith import {parts[1]}`")
