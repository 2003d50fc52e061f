"""The peers of the benchmarks: Redis and PostGIS as Debian packages them, each on a port of its own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from bench._crowd import Somebody

REDIS_KEY = b"people"


class Redis:
    """One connection that speaks as much of Redis's protocol as is needed."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")

    def __enter__(self) -> "Redis":
        return self

    def __exit__(self, *_: object) -> None:
        self._answers.close()
        self._socket.close()

    def ask(self, *words: bytes) -> Any:
        """The answer to one command."""
        self._socket.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(one), one) for one in words))
        return self._answer()

    def add(self, people: Sequence[tuple[int, Somebody]]) -> None:
        """Where people are."""
        words = [word for number, one in people for word in (b"%r" % one.lng, b"%r" % one.lat, b"%d" % number)]
        self.ask(b"GEOADD", REDIS_KEY, *words)

    def near(self, lat: float, lng: float) -> list[bytes]:
        """The nearest fifty within 5 km."""
        at = b"%r" % lng, b"%r" % lat
        found = self.ask(b"GEOSEARCH", REDIS_KEY, b"FROMLONLAT", *at, b"BYRADIUS", b"5", b"km", b"ASC", b"COUNT", b"50")
        assert isinstance(found, list)
        return found

    def _answer(self) -> Any:
        line = self._answers.readline()
        kind, rest = line[:1], line[1:-2]
        if kind == b"*":
            return [self._answer() for _ in range(int(rest))]
        if kind == b"$":
            return self._answers.read(int(rest) + 2)[:-2]
        if kind == b"-":
            raise RuntimeError(rest.decode())
        return rest


@contextmanager
def redis(folder: Path, *, durable: bool = False) -> Generator[int | None]:
    """The port of a Redis that keeps nothing on disk or, `durable`, all before it answers; None where there is none."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    port = _free_port()
    kept = ["--appendonly", "yes", "--appendfsync", "always"] if durable else ["--appendonly", "no"]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", *kept, "--dir", str(folder)]
    with _running([program, *options]):
        _wait(lambda: Redis(port).ask(b"PING"))
        yield port


@contextmanager
def postgis(folder: Path) -> Generator[str | None]:
    """The address of a database with PostGIS; None where there is none. Its settings are those of Kith's own."""
    programs = _programs()
    if programs is None:
        yield None
        return
    home = folder / "postgis"
    home.mkdir()
    prefix: list[str] = []
    if os.geteuid() == 0:
        # PostgreSQL does not run as root.
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--inh-caps=-all"]
        folder.chmod(0o755)
        shutil.chown(home, "postgres", "postgres")
    initdb = [str(programs / "initdb"), "-D", str(home / "data"), "-U", "bench", "-A", "trust", "--no-sync"]
    subprocess.run([*prefix, *initdb], check=True, capture_output=True, cwd="/")
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(home),
        "shared_buffers": "256MB",
        "jit": "off",
        "random_page_cost": "1.1",
        "max_wal_size": "2GB",
    }
    command = [str(programs / "postgres"), "-D", str(home / "data")]
    command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    url = f"postgresql://bench@/postgres?host={home}"
    with _running([*prefix, *command]):
        _wait(lambda: psycopg.connect(url).close())
        yield url


def load_postgis(url: str, people: Iterable[Somebody]) -> None:
    """The same people with the same facts, and an index on where they are."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
        connection.execute(
            "CREATE TABLE people (id bigint, lat float8, lng float8, gender text, birth date, last_active timestamptz)"
        )
        with connection.cursor().copy("COPY people FROM STDIN") as copy:
            for number, one in enumerate(people):
                copy.write_row((number, *one))
        connection.execute("ALTER TABLE people ADD geom geometry(Point, 3857)")
        connection.execute("UPDATE people SET geom = ST_Transform(ST_SetSRID(ST_MakePoint(lng, lat), 4326), 3857)")
        connection.execute("ALTER TABLE people DROP lat, DROP lng")
        connection.execute("VACUUM FULL people")
        connection.execute("CREATE INDEX ON people USING gist (geom)")
        connection.execute("VACUUM ANALYZE people")
        connection.execute("CHECKPOINT")


@contextmanager
def _running(command: Sequence[str]) -> Generator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _programs() -> Path | None:
    """Those of the newest PostgreSQL that has PostGIS, where Debian puts them."""
    extensions = sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
    found = [Path("/usr/lib/postgresql") / one.parents[1].name / "bin" for one in extensions]
    return next((one for one in reversed(found) if (one / "initdb").exists()), None)


def _wait(answers: Any) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError, psycopg.OperationalError):
            answers()
            return
        time.sleep(0.05)
    raise TimeoutError


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
