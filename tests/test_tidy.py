"""The house rules of STYLE.md that a machine can hold. `# tidy: <reason>` excuses a line; such lines only get fewer."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KITH = ROOT / "kith"
ESCAPES_ALLOWED = 0

_PROGRAMS = {"kit", "main", "simulator"}
_SQL = re.compile(r"^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\b")
_IMPURE = re.compile(
    r"datetime\.now\(|utcnow\(|\btime\.time\(|\brandom\.\w|uuid[1-7]\(|os\.urandom|secrets\.(?!compare_digest)"
)
_SQL_TIME = re.compile(r"\bnow\(\)|current_timestamp|clock_timestamp|localtimestamp|gen_random_uuid|\brandom\(\)", re.I)
_REGISTRY = re.compile(r"https?://[^ \"]*(pypi|npmjs|registry|mirror)", re.I)
_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def tracked(*patterns: str) -> list[Path]:
    """Files of the project: committed, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(path for line in listing.stdout.split("\n") if line and (path := ROOT / line).is_file())


def capability_files() -> list[Path]:
    """Python files of the capabilities, their tests left out."""
    found = []
    for path in tracked("kith/*.py"):
        inside = path.relative_to(KITH).parts
        if len(inside) > 1 and inside[0] not in _PROGRAMS and "tests" not in inside:
            found.append(path)
    return found


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines that do not state a reason to be left alone."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if "# tidy: " not in line:
            yield number, line


@cache
def source(path: Path) -> ast.Module:
    """The file, parsed once for all tests."""
    return ast.parse(path.read_text())


def public_coroutines(path: Path) -> list[str]:
    return [
        node.name
        for node in source(path).body
        if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]


@cache
def kind(path: Path) -> str:
    if path.name == "__init__.py":
        return "face"
    for name in ("routes", "jobs"):
        if path.stem == name or path.stem.endswith(f"_{name}"):
            return name
    return "verb" if public_coroutines(path) else "noun"


def of_kind(*kinds: str) -> list[Path]:
    return [path for path in CODE if kind(path) in kinds]


def matching(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    """Where a line of these files has it."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in lines(path)
        if pattern.search(line)
    ]


CODE = capability_files()

# A test takes all files and names those that break its rule: as a case of its own each would cost more than the look.


def test_a_verb_is_one_public_coroutine_named_like_its_file() -> None:
    assert [path for path in of_kind("verb") if public_coroutines(path) != [path.stem]] == []


def test_sql_stands_in_nouns_only() -> None:
    assert [
        f"{path}:{node.lineno}"
        for path in CODE
        if kind(path) != "noun"
        for node in ast.walk(source(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value)
    ] == []


def test_files_are_short() -> None:
    limits = {path: 150 if kind(path) == "verb" else 300 for path in CODE}
    assert [path for path, limit in limits.items() if len(path.read_text().splitlines()) > limit] == []


def test_every_file_says_what_it_is() -> None:
    assert [path for path in CODE if not ast.get_docstring(source(path))] == []


def test_public_verbs_and_classes_have_docstrings() -> None:
    assert [
        f"{path}:{node.lineno} {node.name}"
        for path in CODE
        for node in source(path).body
        if isinstance(node, ast.AsyncFunctionDef | ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ] == []


def test_time_chance_and_identity_are_arguments() -> None:
    assert matching(_IMPURE, CODE) == []
    assert matching(re.compile(r"clock\.now\(\)"), of_kind("face", "noun", "verb")) == [], "pass `now` down"


def test_routes_call_and_do_not_decide() -> None:
    assert [path for path in of_kind("routes") if re.search(r"(Query|Statement)\(", path.read_text())] == []


def test_sql_has_no_clock_no_dice_and_no_star() -> None:
    found: list[str] = []
    for path in [*CODE, *tracked("migrations/*.sql")]:
        for number, line in lines(path):
            code = line.split("--")[0]
            timed = _SQL_TIME.search(code) and "clock.now()" not in code
            if path.name != "0001_jobs.sql" and (timed or re.search(r"SELECT\s+(\w+\.)?\*", code)):
                found.append(f"{path}:{number}: {line.strip()}")
    assert found == []


def test_nothing_is_left_unfinished() -> None:
    paths = [path for path in tracked("*.py", "*.sql", "*.ts", "*.vue") if path != Path(__file__)]
    assert matching(_UNFINISHED, paths) == []


def test_no_registry_is_named() -> None:
    for path in tracked("*lock*", "*.toml", "*.npmrc", "Makefile", "*.json"):
        assert not _REGISTRY.search(path.read_text()), path


def test_escapes_only_get_fewer() -> None:
    escapes = [
        f"{path}:{number}"
        for path in tracked("kith/*.py", "migrations/*.sql")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "# tidy: " in line
    ]
    assert len(escapes) <= ESCAPES_ALLOWED, escapes
    assert len(escapes) >= ESCAPES_ALLOWED, "fewer escapes than allowed: lower ESCAPES_ALLOWED"
