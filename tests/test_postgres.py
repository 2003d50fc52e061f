"""The embedded database lives through being killed, and two installations do not meet."""

import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from kith.main.postgres import Embedded


@pytest.fixture
def home() -> Generator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kith-test-"))
    yield folder
    shutil.rmtree(folder)


def test_what_was_committed_outlives_a_kill(home: Path) -> None:
    server = Embedded(home)
    server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    os.kill(pid := server.pid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    again = Embedded(home)
    again.start()
    try:
        with psycopg.connect(again.url("postgres")) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (42,)
    finally:
        again.stop()


def test_a_second_start_uses_the_running_cluster_and_leaves_it_running(home: Path) -> None:
    server, visitor = Embedded(home), Embedded(home)
    server.start()
    try:
        visitor.start()
        assert visitor.pid() == server.pid()
        visitor.stop()
        psycopg.connect(server.url("postgres")).close()
    finally:
        server.stop()


def test_two_installations_do_not_meet(home: Path) -> None:
    one, other = Embedded(home / "one"), Embedded(home / ("long" * 30))
    one.start()
    other.start()
    try:
        assert one.pid() != other.pid()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(other.url("postgres").replace(other.url().split(":")[2].split("@")[0], "wrong"))
    finally:
        one.stop()
        other.stop()


def test_a_second_start_makes_nothing_anew(home: Path) -> None:
    server = Embedded(home)
    server.start()
    server.stop()
    made = (server.data / "PG_VERSION").stat().st_ino
    server.start()
    server.stop()
    assert (server.data / "PG_VERSION").stat().st_ino == made
