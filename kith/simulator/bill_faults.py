"""What a bill gets wrong on demand. The same again says the same, as long as the fault is on; a fault that strikes once
is put right by the next bill of the day."""

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Literal

from msgspec import Struct, structs

from kith.simulator.trade import BEIJING
from kith.simulator.world import World

SCHEMA = """
CREATE TABLE IF NOT EXISTS bill_late (number TEXT PRIMARY KEY, day TEXT NOT NULL);
"""

Kind = Literal["payment", "refund", "transfer", "return", "fee", "bank"]

FEE_OF = 100
"""The gateway's price: what came, by this."""


class Moved(Struct):
    """One movement of the shop's account."""

    at: datetime
    kind: Kind
    number: str
    gateway_number: str
    fen: int
    refund_number: str = ""
    title: str = ""
    """What a transfer said that it is for."""

    @property
    def name(self) -> str:
        """By which a fault is switched on for it alone: the shop's number of the trade, refund or transfer; of
        one that came back with `/back` behind it."""
        if self.kind == "return":
            return f"{self.number}/back"
        return self.refund_number if self.kind == "refund" else self.number


class Late(Struct):
    """A movement that stands on the bill of another day."""

    number: str
    day: str


def day_of(move: Moved) -> date:
    return move.at.astimezone(BEIJING).date()


def said(world: World, day: date, moves: list[Moved], came: int | None = None) -> list[Moved]:
    """What the bill of this day says of the movements that it is about; that of the funds knows what `came` in all."""
    late = {row.number: row.day for row in world.store.all(Late, "SELECT number, day FROM bill_late")}
    found: list[Moved] = []
    for move in moves:
        stands_on = late.get(move.name) or day_of(move).isoformat()
        if stands_on != day.isoformat():
            continue
        if move.name not in late and world.faults.strikes("bill_line_late", None, move.name):
            following = (day + timedelta(days=1)).isoformat()
            world.store.run(
                "INSERT INTO bill_late (number, day) VALUES (:number, :day)", number=move.name, day=following
            )
        elif not world.faults.strikes("bill_line_missing", None, move.name):
            found += _changed(world, move)
    return [*found, *_added(world, day, came)]


def _changed(world: World, move: Moved) -> list[Moved]:
    if world.faults.strikes("bill_amount", None, move.name):
        return [structs.replace(move, fen=move.fen + 1)]
    return [move, move] if world.faults.strikes("bill_line_twice", None, move.name) else [move]


def _added(world: World, day: date, came: int | None) -> list[Moved]:
    at = datetime.combine(day, time(12), BEIJING)
    name = day.isoformat()
    number = hashlib.sha256(name.encode()).hexdigest()[:32]
    if came is None:
        strange = Moved(at, "payment", number, f"{day:%Y%m%d}2200", 100)
        return [strange] if world.faults.strikes("bill_line_strange", None, name) else []
    own: list[Moved] = []
    if came and world.faults.strikes("bill_fee", None, name):
        own.append(Moved(at, "fee", "", f"{day:%Y%m%d}fee", -max(1, came // FEE_OF)))
    if came and world.faults.strikes("bill_bank", None, name):
        own.append(Moved(at, "bank", "", f"{day:%Y%m%d}bank", -came))
    return own
