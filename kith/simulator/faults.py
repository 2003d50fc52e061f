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
    # answers and notifications
    "other_key",
    # refunds answered 10000 without `fund_change`
    "refund_unconfirmed",
    "refund_delayed",
    "refund_lost",
    # transfers: dealt with for hours, then paid or failed; paid and back a day later; the payee is called otherwise
    "transfer_dealing",
    "transfer_failed",
    "transfer_returned",
    "transfer_name_refused",
    # notifications
    "notify_duplicate",
    "notify_late",
    "notify_reordered",
    "notify_early",
    "notify_forged",
    "notify_tampered",
    "notify_lost",
    # bills: not there, cut off; a line left out, of another amount, twice, on the next day's, of a trade nobody made;
    # the gateway's price, and all that came sent to the bank
    "bill_not_ready",
    "bill_cut_off",
    "bill_line_missing",
    "bill_amount",
    "bill_line_twice",
    "bill_line_late",
    "bill_line_strange",
    "bill_fee",
    "bill_bank",
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
    # whoever checks identities
    "identity_error",
    "identity_timeout",
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS mistake (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    method TEXT,
    number TEXT,
    times INTEGER,
    chance REAL NOT NULL,
    seconds REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS mistake_name ON mistake (name);
CREATE TABLE IF NOT EXISTS mistake_made (name TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS fault_draw (seed INTEGER NOT NULL, draws INTEGER NOT NULL);
"""


class Fault(msgspec.Struct, kw_only=True):
    """One mistake, switched on. It strikes `times` times (null: until switched off), each time with `chance`."""

    name: str
    method: str | None = None
    """Only in this call, for example `alipay.trade.refund`; null: in any."""
    number: str | None = None
    """Only about this trade (`out_trade_no`) or parcel (`tracking_no`), and of bills this refund or day; null: any."""
    times: Annotated[int, Meta(ge=1)] | None = 1
    chance: Annotated[float, Meta(gt=0, le=1)] = 1.0
    seconds: Annotated[float, Meta(ge=0, le=600)] = 15.0
    """Of a timeout: how long, in real seconds, the answer is held back."""


class Switched(msgspec.Struct):
    """The faults that are on, in the order in which they are tried."""

    seed: int = 0
    faults: list[Fault | str] = []
    """A name alone strikes every time, until it is switched off."""


_FAULT = "SELECT name, method, number, times, chance, seconds FROM mistake"


class UnknownFault(ValueError):
    """There is no fault of this name."""


class Faults:
    """The switchboard."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(SCHEMA)

    def switch(self, wanted: Switched) -> None:
        """These and no others, counted from the beginning. Raises `UnknownFault`."""
        faults = _known(wanted)
        with self._store.transaction():
            self._store.run("DELETE FROM mistake")
            self._store.run("DELETE FROM fault_draw")
            self._store.run("INSERT INTO fault_draw (seed, draws) VALUES (:seed, 0)", seed=wanted.seed)
            self._put(faults)

    def switch_one(self, number: str, wanted: Switched) -> None:
        """These and no others about one trade or parcel; those about others stay. Raises `UnknownFault`."""
        faults = [msgspec.structs.replace(fault, number=number) for fault in _known(wanted)]
        with self._store.transaction():
            self._store.run("DELETE FROM mistake WHERE number = :number", number=number)
            self._put(faults)

    def switched(self) -> Switched:
        seed = self._store.one(_Draw, "SELECT seed, draws FROM fault_draw") or _Draw(0, 0)
        return Switched(seed.seed, [*self._store.all(Fault, f"{_FAULT} ORDER BY position")])

    def made(self) -> dict[str, int]:
        """How often each fault has struck, as long as this simulator remembers."""
        return {row.name: row.times for row in self._store.all(_Made, "SELECT name, times FROM mistake_made")}

    def strikes(self, name: str, method: str | None = None, number: str | None = None) -> Fault | None:
        """The fault, if it is on and strikes here and now, in this call and about this; counts it."""
        fault = self._store.one(
            _Row,
            "SELECT position, name, method, number, times, chance, seconds FROM mistake WHERE name = :name"
            " AND (method IS NULL OR method = :method) AND (number IS NULL OR number = :number)"
            " ORDER BY position LIMIT 1",
            name=name,
            method=method,
            number=number,
        )
        if fault is None:
            return None
        with self._store.transaction():
            if not self._drawn(fault.chance):
                return None
            self._store.run(
                "INSERT INTO mistake_made (name, times) VALUES (:name, 1)"
                " ON CONFLICT (name) DO UPDATE SET times = times + 1",
                name=name,
            )
            if fault.times is not None:
                at = {"position": fault.position}
                self._store.run("UPDATE mistake SET times = times - 1 WHERE position = :position", **at)
                self._store.run("DELETE FROM mistake WHERE position = :position AND times = 0", **at)
            return fault

    def _put(self, faults: list[Fault]) -> None:
        for fault in faults:
            self._store.run(
                "INSERT INTO mistake (name, method, number, times, chance, seconds)"
                " VALUES (:name, :method, :number, :times, :chance, :seconds)",
                **msgspec.structs.asdict(fault),
            )

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


class _Made(msgspec.Struct):
    name: str
    times: int


def _known(wanted: Switched) -> list[Fault]:
    faults = [Fault(name=fault, times=None) if isinstance(fault, str) else fault for fault in wanted.faults]
    for fault in faults:
        if fault.name not in NAMES:
            raise UnknownFault(fault.name)
    return faults
