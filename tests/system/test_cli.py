"""The command line as an operator types it: what it prints, how it exits, what it leaves behind."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest

from kith.kit.settings import Settings, load
from kith.main.postgres import Embedded
from kith.main.stories.instance import environment, started

FEED = """id,title,description,price,product_type,quantity,image_link
rose,红玫瑰 Roses,Eleven roses,199.00 CNY,鲜花,5,https://pictures.example/rose.jpg
gold,Gold,Too dear,19999.00 CNY,鲜花,5,https://pictures.example/gold.jpg
"""


def kith(environ: Mapping[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    full = {**{name: value for name, value in os.environ.items() if not name.startswith("KITH_")}, **environ}
    return subprocess.run(
        [sys.executable, "-m", "kith.main.cli", *command], env=full, capture_output=True, text=True, check=False
    )


def of(settings: Settings) -> dict[str, str]:
    """The variables that lead a command to a running installation."""
    return {
        "KITH_HOME": str(settings.home),
        "KITH_PORT": str(settings.port),
        "KITH_GATEWAY_PORT": str(settings.gateway_port),
        "KITH_CLOCK": str(settings.clock),
        "KITH_LOG_LEVEL": "warning",
    }


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = kith({"KITH_HOME": str(tmp_path), "KITH_PORT": "many"}, "up")
    assert done.returncode == 2
    assert "KITH_PORT" in done.stderr
    assert "KITH_PORT=8400" in done.stderr
    assert "Traceback" not in done.stderr


def test_test_machinery_does_not_start_in_the_open(tmp_path: Path) -> None:
    done = kith({"KITH_HOME": str(tmp_path), "KITH_HOST": "0.0.0.0"}, "up")
    assert done.returncode == 2
    assert "KITH_DEMO=1" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_named(installation: Settings) -> None:
    done = kith(of(installation), "up")
    assert done.returncode == 2
    assert f"{installation.port}" in done.stderr


def test_the_schema_is_up_to_date(installation: Settings) -> None:
    assert "up to date" in kith(of(installation), "db", "migrate").stdout
    assert "Pending: 0" in kith(of(installation), "db", "status").stdout


def test_any_server_will_do(postgres: Embedded, tmp_path: Path) -> None:
    elsewhere = {"KITH_HOME": str(tmp_path), "KITH_DATABASE_URL": postgres.url("elsewhere"), "KITH_GATEWAY_PORT": "1"}
    assert "kith db migrate" in kith(elsewhere, "db", "status").stdout
    assert "up to date" in kith(elsewhere, "db", "migrate").stdout
    assert "Pending: 0" in kith(elsewhere, "db", "status").stdout
    assert kith(elsewhere, "gifts", "list", "--stuck").returncode == 0
    assert not (tmp_path / "postgres").exists()


def test_a_shop_is_entered_and_its_feed_judged_imported_and_reviewed(installation: Settings, tmp_path: Path) -> None:
    here = of(installation)
    shop = json.loads(kith(here, "merchant", "add", "某店", "--city", "昆明", "--phone", "0871", "--json").stdout)
    merchant = shop[0]["merchant_id"]
    assert "某店" in kith(here, "merchant", "list").stdout
    feed = tmp_path / "feed.csv"
    feed.write_text(FEED)
    dry = kith(here, "mall", "import", str(feed), "--merchant", merchant, "--dry-run")
    assert dry.returncode == 0
    assert "price_out_of_range" in dry.stdout
    assert "1 would be added" in dry.stdout
    strict = kith(here, "mall", "import", str(feed), "--merchant", merchant, "--strict")
    assert strict.returncode == 1
    assert json.loads(kith(here, "mall", "review", "--merchant", merchant, "--json").stdout) == []
    done = json.loads(kith(here, "mall", "import", str(feed), "--merchant", merchant, "--json").stdout)
    assert (done["done"]["added"], done["errors"][0]["number"]) == (1, 3)
    [waiting] = json.loads(kith(here, "mall", "review", "--merchant", merchant, "--json").stdout)
    one = waiting["product_id"]
    assert "rejected with a reason" not in kith(here, "mall", "review", one, "--approve", "--reject", "no").stderr
    assert kith(here, "mall", "review", one).returncode == 2
    assert "1 rejected" in kith(here, "mall", "review", one, "--reject", "the picture is blurred").stdout
    assert "1 approved" in kith(here, "mall", "review", one, "--approve").stdout
    assert kith(here, "mall", "review", one, "--reject", "too late").returncode == 1


@pytest.mark.parametrize(
    ("command", "code", "word"),
    [
        (("merchant", "add", "X", "--city", "Y", "--phone", "1", "--staff", "+8613812345678"), 1, "person_not_found"),
        (("mall", "import", "/nowhere", "--merchant", "01a202dd-82ee-7e85-8e6d-cf7e111ff201"), 2, "/nowhere"),
        (("mall", "review", "--approve"), 2, "--approve-all"),
        (("gifts", "list"), 2, "--stuck"),
        (("payments", "list"), 2, "--stuck"),
        (("reports", "close", "01a202dd-82ee-7e85-8e6d-cf7e111ff201", "--reason", "x"), 1, "report_not_found"),
        (("reports", "close", "01a202dd-82ee-7e85-8e6d-cf7e111ff201"), 2, "--reason"),
        (("story", "once"), 2, "declined"),
    ],
)
def test_wrong_use_is_explained(installation: Settings, command: tuple[str, ...], code: int, word: str) -> None:
    done = kith(of(installation), *command)
    assert done.returncode == code
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_reports_are_listed_until_they_are_closed(installation: Settings) -> None:
    here = of(installation)
    for report in json.loads(kith(here, "reports", "list", "--json").stdout):
        assert kith(here, "reports", "close", report["report_id"], "--reason", "looked into").returncode == 0
    assert "no open reports" in kith(here, "reports", "list").stdout


def test_nothing_is_stuck_and_the_audit_is_clean(installation: Settings) -> None:
    here = of(installation)
    assert kith(here, "gifts", "list", "--stuck").returncode == 0
    assert kith(here, "payments", "list", "--stuck").returncode == 0
    report = json.loads(kith(here, "audit", "--json").stdout)
    assert report["findings"] == []


async def test_an_installation_lives_stops_and_lives_again(tmp_path: Path) -> None:
    environ = environment(tmp_path)
    settings = load(environ)
    async with started(environ) as process:
        assert process.pid
        told = await asyncio.to_thread(kith, of(settings), "audit")
        assert told.returncode == 0
        with psycopg.connect(Embedded(settings.home).url(), autocommit=True) as connection:
            connection.execute("ALTER TABLE account DISABLE TRIGGER ALL")
            connection.execute(
                """
                INSERT INTO account (account_id, role, owner, "limit", debits_pending, debits_posted, credits_pending,
                                     credits_posted, opened_at)
                VALUES ('01a202dd-82ee-7e85-8e6d-cf7e111ff201', 'gift', '01a202dd-82ee-7e85-8e6d-cf7e111ff202', 'none',
                        0, 5, 0, 0, '2026-03-01T00:00Z')
                """
            )
        corrupt = await asyncio.to_thread(kith, of(settings), "audit")
        assert corrupt.returncode == 1
        assert "account_has_owner" in corrupt.stdout
        assert "balance_is_sum_of_transfers" in corrupt.stdout
        children = _alive_in(settings.home)
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 120) == 0
    assert children
    assert _alive_in(settings.home) == set()


async def test_a_killed_installation_leaves_nothing_that_serves(tmp_path: Path) -> None:
    environ = environment(tmp_path)
    settings = load(environ)
    async with started(environ) as process:
        process.kill()
        await process.wait()
        for _ in range(2400):
            if not _alive_in(settings.home):
                break
            await asyncio.sleep(0.05)
    assert _alive_in(settings.home) == set()
    async with started(environ):
        assert (await asyncio.to_thread(kith, of(settings), "audit")).returncode == 0


def _alive_in(home: Path) -> set[str]:
    """Processes whose command line or environment names this folder, ourselves and the dead left out."""
    found: set[str] = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            said = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except (OSError, IndexError):
            continue
        if str(home).encode() in said and state != "Z":
            found.add(entry.name)
    return found
