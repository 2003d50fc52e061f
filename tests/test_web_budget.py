"""What a phone loads before it shows a screen for the first time: all of the script, compressed, in bytes."""

import gzip
import re
from pathlib import Path
from typing import TypedDict

import msgspec
import pytest

BUDGET_BYTES = 200_000
_APP = Path(__file__).parents[1] / "web" / "app"
_DIST = _APP / "dist"
_ROUTE = re.compile(r"path: '([^']+)'(?:(?!path: ).)*?import\('(\./[^']+)'\)", re.DOTALL)
_LANGUAGES = ("../i18n/src/zh-CN/core.ts", "../i18n/src/en/core.ts")


class Chunk(TypedDict, total=False):
    file: str
    imports: list[str]


@pytest.fixture(scope="module")
def chunks() -> dict[str, Chunk]:
    manifest = _DIST / ".vite" / "manifest.json"
    assert manifest.exists(), "the web client is not built: `make install` builds it where there is Node"
    return msgspec.json.decode(manifest.read_bytes(), type=dict[str, Chunk])


@pytest.fixture(scope="module")
def screens() -> dict[str, str]:
    """By its address, the file of each screen as the manifest names it."""
    return {
        path: (routes.parent / file).resolve().relative_to(_APP).as_posix()
        for routes in _APP.glob("src/**/routes.ts")
        for path, file in _ROUTE.findall(routes.read_text())
    }


@pytest.mark.parametrize(
    "address",
    [
        *("/welcome", "/nearby", "/nearby/groups", "/mall"),
        *("/give/friend", "/give/goods", "/give/card", "/charges/:id", "/received", "/chats", "/chats/:id"),
    ],
)
@pytest.mark.parametrize("language", _LANGUAGES)
def test_first_load(chunks: dict[str, Chunk], screens: dict[str, str], address: str, language: str) -> None:
    assert address in screens, f"there is no screen at {address}"
    files = _needed(chunks, "index.html") | _needed(chunks, screens[address]) | _needed(chunks, language)
    outside = re.findall(r'<script[^>]* src="/app/([^"]+)"', (_DIST / "index.html").read_text())
    sizes = {file: _packed(_DIST / file) for file in files | set(outside)}
    shown = ", ".join(f"{file} {size}" for file, size in sorted(sizes.items(), key=lambda one: -one[1]))
    assert sum(sizes.values()) <= BUDGET_BYTES, f"{address} loads {sum(sizes.values())} bytes: {shown}"


CONSOLE_BYTES = 200_000


def test_first_load_of_the_console() -> None:
    """Its frame with the door, in either language; each page comes when it is opened."""
    dist = _APP.parent / "console" / "dist"
    manifest = msgspec.json.decode((dist / ".vite" / "manifest.json").read_bytes(), type=dict[str, Chunk])
    for language in ("zh-CN", "en"):
        entries = ("index.html", "src/entry/SignIn.vue", f"../i18n/src/{language}/console-all.ts")
        files = set[str]().union(*(_needed(manifest, name) for name in entries))
        assert sum(_packed(dist / file) for file in files) <= CONSOLE_BYTES, files


def _needed(chunks: dict[str, Chunk], name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """The files of a chunk and of everything that it cannot start without."""
    chunk = chunks[name]
    inner = (_needed(chunks, one, seen | {name}) for one in chunk.get("imports", []) if one not in seen)
    return {chunk["file"]}.union(*inner)


def _packed(file: Path) -> int:
    compressed = file.with_name(f"{file.name}.gz")
    return compressed.stat().st_size if compressed.exists() else len(gzip.compress(file.read_bytes()))
