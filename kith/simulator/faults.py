"""Faults that the simulator commits on demand: seeded, so that the same seed makes the same mistakes again."""

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta

from kith.simulator.store import Store

NAMES = (
    # answers
    "timeout_with_effect",
    "timeout_without_effect",
    "error_20000_with_effect",
    "error_20000_without_effect",
    "system_error_with_effect",
    "system_error_without_effect",
    "unsigned_answer",
    "tampered_answer",
    # refunds answered 10000 without `fund_change`
    "refund_unconfirmed",
    "refund_delayed",
    "refund_lost",
    # notifications
    "notify_duplicate",
    "notify_late",
    "notify_reordered",
    "notify_early",
    "notify_forged",
    "notify_lost",
    # the carrier's side
    "carrier_duplicate",
    "carrier_late",
    "carrier_reordered",
    "carrier_forged",
    "carrier_lost",
    "carrier_error",
    "carrier_timeout",
    "carrier_silent",
    "carrier_exception",
    "carrier_returned",
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS fault (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    method TEXT,
    times INTEGER,
    chance REAL NOT NULL,
    seconds REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS fault_draw (seed INTEGER NOT NULL, draws INTEGER NOT NULL);
"""


class Fault(msgspec.Struct, kw_only=True):
    """One mistake, switched on. It strikes `times` times (null: until switched off), each time with `chance`."""

    name: str
    method: str | None = None
    """Only in this call, for example `alipay.trade.refund`; null: in any."""
    times: Annotated[int, Meta(ge=1)] | None = 1
    chance: Annotated[float, Meta(gt=0, le=1)] = 1.0
    seconds: Annotated[float, Meta(ge=0, le=600)] = 15.0
    """Of a timeout: how long, in real seconds, the answer is held back."""


class Switched(msgspec.Struct):
    """The faults that are on, in the order in which they are tried."""

    seed: int = 0
    faults: list[Fault | str] = []
    """A name alone strikes every time, until it is switched off."""


class UnknownFault(ValueError):
    """There is no fault of this name."""


class Faults:
    """The switchboard."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(SCHEMA)

    def switch(self, wanted: Switched) -> None:
        """These and no others, counted from the beginning. Raises `UnknownFault`."""
        faults = [Fault(name=fault, times=None) if isinstance(fault, str) else fault for fault in wanted.faults]
        for fault in faults:
            if fault.name not in NAMES:
                raise UnknownFault(fault.name)
        with self._store.transaction():
            self._store.run("DELETE FROM fault")
            self._store.run("DELETE FROM fault_draw")
            self._store.run("INSERT INTO fault_draw (seed, draws) VALUES (:seed, 0)", seed=wanted.seed)
            for position, fault in enumerate(faults):
                self._store.run(
                    "INSERT INTO fault (position, name, method, times, chance, seconds)"
                    " VALUES (:position, :name, :method, :times, :chance, :seconds)",
                    position=position,
                    **msgspec.structs.asdict(fault),
                )

    def switched(self) -> Switched:
        seed = self._store.one(_Draw, "SELECT seed, draws FROM fault_draw") or _Draw(0, 0)
        rows = self._store.all(Fault, "SELECT name, method, times, chance, seconds FROM fault ORDER BY position")
        return Switched(seed.seed, [*rows])

    def strikes(self, name: str, method: str | None = None) -> Fault | None:
        """The fault, if it is on and strikes here and now; counts it."""
        with self._store.transaction():
            fault = self._store.one(
                _Row,
                "SELECT position, name, method, times, chance, seconds FROM fault"
                " WHERE name = :name AND (method IS NULL OR method = :method) ORDER BY position LIMIT 1",
                name=name,
                method=method,
            )
            if fault is None or not self._drawn(fault.chance):
                return None
            if fault.times is not None:
                self._store.run(
                    "UPDATE fault SET times = times - 1 WHERE position = :position", position=fault.position
                )
                self._store.run("DELETE FROM fault WHERE times = 0")
            return fault

    def _drawn(self, chance: float) -> bool:
        draw = self._store.one(_Draw, "UPDATE fault_draw SET draws = draws + 1 RETURNING seed, draws")
        if draw is None or chance >= 1:
            return True
        lot = hashlib.sha256(f"{draw.seed}:{draw.draws}".encode()).digest()
        return int.from_bytes(lot[:8], "big") < chance * 2**64


class _Row(Fault):
    position: int


class _Draw(msgspec.Struct):
    seed: int
    draws: int
