"""Turn the key ring: a new key is put first, every wrapped key is wrapped anew under it, and the old key is taken away.

It may be killed at any moment and begun again, and the server may run meanwhile: an old key opens what it wrapped until
nothing is left, and a running process reads the ring again when its file has changed.
"""

import asyncio
import fcntl
import os
import re
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from msgspec import Struct

from kith import applications, gifts, payments, tills, wallet
from kith.kit import clock, ids
from kith.kit.keyring import NONCE_BYTES, KeyRing, Tampered, Wrapped, WrappedRow, Wraps
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Database, Tx
from kith.main import keys

TABLES: Sequence[Wraps] = (*gifts.WRAPS, payments.WRAPS, tills.WRAPS, *wallet.WRAPS, applications.WRAPS)
"""Everything that holds keys wrapped by the ring."""

SETTLED_SECONDS = 60
"""After this long every process wraps with the new key, and whatever was begun with the old one is committed."""

_PASSES = 20


class RingInSetting(Refusal):
    """The key ring is in KITH_VAULT_KEYS. Put a new key first there, restart every process, and rotate again."""


class KeyInUse(Refusal):
    """The old key still wraps something, or the new one is too young. Rotate again in a minute."""


class KeyUse(Struct, frozen=True):
    """A key and how many rows it wraps; `newest` is the one that wraps."""

    key: str
    newest: bool
    rows: int
    tables: dict[str, int]


async def uses(db: Database, ring: KeyRing) -> list[KeyUse]:
    """Every key of the ring, the newest first, then those that the ring has lost and that still wrap something."""
    found: dict[str, dict[str, int]] = {name: {} for name in ring.names}
    async with db.transaction() as tx:
        for wraps in TABLES:
            for row in await wraps.count.all(tx):
                found.setdefault(row.ring_key, {})[wraps.table] = row.rows
    newest = ring.newest
    return [KeyUse(name, name == newest, sum(rows.values()), rows) for name, rows in found.items()]


async def rotate(
    db: Database, ring: KeyRing, settings: Settings, say: Callable[[str], None], *, batch: int = 200
) -> list[KeyUse]:
    """Wrap everything under the newest key. A new key is made first, unless an earlier turn is unfinished.

    Rows that do not open are left as they are and counted under their old key. Raises `RingInSetting` where nothing is
    left to do under a ring that only the operator can change.
    """
    if not _unfinished(await uses(db, ring)):
        path = keys.ring_file(settings)
        if path is None:
            raise RingInSetting
        with _alone(path):
            name = _next(ring.names)
            _write(path, f"{keys.fresh_key(name)},{path.read_text().strip()}")
        say(f"key {name} wraps from now on")
    for _ in range(_PASSES):
        done = sum([await _rewrap(db, ring, wraps, say, batch) for wraps in TABLES])
        after = await uses(db, ring)
        # What was locked in this pass is taken up by the next.
        if not _unfinished(after) or done == 0:
            return after
        await asyncio.sleep(0.05)
    return await uses(db, ring)


async def retire(db: Database, ring: KeyRing, settings: Settings) -> list[str]:
    """Take away the keys that wrap nothing any more; their names. Raises `RingInSetting`, `KeyInUse`."""
    path = keys.ring_file(settings)
    if path is None:
        raise RingInSetting
    old = ring.names[1:]
    if not old:
        return []
    with _alone(path):
        young = clock.real_now().timestamp() - path.stat().st_mtime < SETTLED_SECONDS
        if young or _unfinished(await uses(db, ring)):
            raise KeyInUse
        _write(path, path.read_text().split(",")[0].strip())
    return [*old]


async def _rewrap(db: Database, ring: KeyRing, wraps: Wraps, say: Callable[[str], None], batch: int) -> int:
    """One pass over a table, a transaction a batch."""
    done, after = 0, UUID(int=0)
    while True:
        async with db.transaction() as tx:
            rows = await wraps.older.all(tx, newest=ring.newest, after=after, limit=batch)
            for row in rows:
                done += await _turn(tx, ring, wraps, row)
        if not rows:
            return done
        after = rows[-1].row_id
        say(f"{wraps.table}: {done} wrapped anew")


async def _turn(tx: Tx, ring: KeyRing, wraps: Wraps, row: WrappedRow) -> int:
    owner = wraps.bound_to(row.owner_id)
    try:
        data_key = ring.unwrap(Wrapped(row.ring_key, row.wrapped), owner)
    except Tampered:
        return 0
    made = ring.wrap(data_key, owner, ids.noise(NONCE_BYTES))
    return await wraps.rewrap.run(
        tx, row_id=row.row_id, owner_id=row.owner_id, ring_key=made.ring_key, wrapped=made.wrapped
    )


def _unfinished(found: Sequence[KeyUse]) -> bool:
    return any(use.rows for use in found if not use.newest)


def _next(names: Sequence[str]) -> str:
    numbers = [int(form[1]) for name in names if (form := re.fullmatch(r"k(\d+)", name))]
    return f"k{max(numbers, default=0) + 1}"


@contextmanager
def _alone(path: Path) -> Generator[None]:
    """One turn of the ring at a time, whoever begins it."""
    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, text: str) -> None:
    """The whole ring or the one before, whatever is killed, and on the disk before anything is wrapped by it."""
    number, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(number, "w") as fresh:
        fresh.write(f"{text}\n")
        fresh.flush()
        os.fsync(fresh.fileno())
    Path(name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
