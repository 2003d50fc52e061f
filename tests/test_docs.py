"""The documents say what the tree does: walkthroughs, the map, the commands of the README, the settings."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from kith.kit.settings import Settings
from kith.main.cli import app
from kith.main.stories import STORIES

ROOT = Path(__file__).resolve().parents[1]
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
README = (ROOT / "README.md").read_text()
CLIENT = (ROOT / "web" / "README.md").read_text()
_STEP = re.compile(r"^\d+\. `([\w/.]+)` `(\w+)` → (.+)$", re.M)


@pytest.mark.parametrize(("path", "name", "called"), _STEP.findall(ARCHITECTURE))
def test_a_step_of_a_walkthrough_is_in_the_code(path: str, name: str, called: str) -> None:
    source = (ROOT / path).read_text()
    found = {
        node.name: ast.get_source_segment(source, node) or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert name in found, f"{path} has no {name}"
    for target in re.findall(r"`(\w+)`", called):
        assert re.search(rf"\b{target}\b", found[name]), f"{path}:{name} does not mention {target}"


@pytest.mark.parametrize(
    "title", ["Give", "Accept", "Refund", "Tell a person live", "Open nearby", "Crash and recover"]
)
def test_the_walkthroughs_are_there(title: str) -> None:
    assert f"### {title}\n" in ARCHITECTURE


def test_the_map_shows_every_capability() -> None:
    folders = {path.parent.name for path in ROOT.glob("kith/*/__init__.py")}
    shown = set(re.findall(r"^\| `(\w+)` \|", ARCHITECTURE, re.M)) | {"simulator"}
    assert shown == folders


@pytest.mark.parametrize("path", re.findall(r"`((?:kith|tests|docs|migrations)/[\w/.-]+)`", ARCHITECTURE + README))
def test_a_file_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", re.findall(r"`(app/src/[\w/.]+|\w+\.[jt]s|\w+/\w+\.ts)`", CLIENT))
def test_a_file_of_the_client_that_is_named_exists(path: str) -> None:
    web = ROOT / "web"
    places = ("app/*/**", "console/src/**", "i18n/src/**")
    assert (web / path).exists() or any(any(web.glob(f"{place}/{path}")) for place in places)


@pytest.mark.parametrize("path", ["/me/live", "/me/live/frames"])
def test_the_client_is_said_to_listen_where_it_does(path: str) -> None:
    assert f"`{path}`" in CLIENT
    assert path in (ROOT / "web" / "app" / "src" / "chat" / "live" / "wires.ts").read_text()


def test_the_readme_shows_both_commands() -> None:
    assert "make up" in README
    assert "make test" in README


def test_commands_that_are_named_exist() -> None:
    groups = {
        group.name: {c.name or c.callback.__name__ for c in group.typer_instance.registered_commands}
        for group in app.registered_groups
    }
    single = {command.name or command.callback.__name__ for command in app.registered_commands}
    for line in re.findall(r"kith ((?:[a-z-]+ ?)+)", README + ARCHITECTURE):
        words = line.split()
        if words[0] in groups:
            assert words[1] in groups[words[0]], line
        elif words[0] in single:
            continue


@pytest.mark.parametrize("name", STORIES)
def test_the_readme_names_every_story(name: str) -> None:
    assert name in README


def test_the_command_explains_itself() -> None:
    done = subprocess.run([sys.executable, "-m", "kith.main.cli", "--help"], capture_output=True, text=True, check=True)
    for name in (
        "up",
        "serve",
        "worker",
        "gateway",
        "db",
        "demo",
        "story",
        "audit",
        "merchant",
        "mall",
        "gifts",
        "payments",
        "reports",
    ):
        assert name in done.stdout


def test_the_readme_names_every_setting() -> None:
    settings = {f"KITH_{field.name.upper()}" for field in msgspec.structs.fields(Settings)}
    assert set(re.findall(r"`(KITH_\w+)`", README)) == settings
