"""Parcels of the simulated carrier: their timetable on the virtual clock, and the callbacks that go out about them."""

from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Literal

import msgspec
from msgspec import Struct

from kith.simulator.store import Store
from kith.simulator.world import World

Status = Literal["accepted", "in_transit", "out_for_delivery", "delivered", "exception", "returned"]

NO_PARCEL = "0404"
"""Numbers that end like this are not known to the carrier."""
LATE = timedelta(hours=12)
LADDER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
"""The waits between deliveries of one callback, until it is answered 2xx."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS tracking (
    carrier TEXT NOT NULL,
    tracking_no TEXT NOT NULL,
    callback_url TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    PRIMARY KEY (carrier, tracking_no)
);
CREATE TABLE IF NOT EXISTS tracking_event (
    position INTEGER PRIMARY KEY,
    carrier TEXT NOT NULL,
    tracking_no TEXT NOT NULL,
    status TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS tracking_event_of ON tracking_event (carrier, tracking_no, at);
CREATE TABLE IF NOT EXISTS callback (
    position INTEGER PRIMARY KEY,
    carrier TEXT NOT NULL,
    tracking_no TEXT NOT NULL,
    status TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL,
    url TEXT NOT NULL,
    forged INTEGER NOT NULL,
    due_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'due'   -- due | acknowledged | given_up
);
CREATE INDEX IF NOT EXISTS callback_due ON callback (due_at) WHERE state = 'due';
"""


class Step(Struct, frozen=True):
    """What happens so many hours after registration."""

    hours: int
    status: Status
    note: str


_SENT = (Step(0, "accepted", "已揽收 Picked up"), Step(6, "in_transit", "运输中 On its way"))
_WAY = (*_SENT, Step(44, "out_for_delivery", "派送中 Out for delivery"), Step(48, "delivered", "已签收 Delivered"))
_WAY_WITH_OBSTACLE = (
    *_SENT,
    Step(30, "exception", "派送异常 Nobody at home"),
    Step(68, "out_for_delivery", "派送中 Out for delivery"),
    Step(72, "delivered", "已签收 Delivered"),
)
_WAY_BACK = (
    *_SENT,
    Step(44, "out_for_delivery", "派送中 Out for delivery"),
    Step(46, "exception", "拒收 Not accepted"),
    Step(96, "returned", "退回 Returned to the sender"),
)


class Tracking(Struct):
    """A number that was registered."""

    carrier: str
    tracking_no: str
    callback_url: str
    registered_at: datetime


class Event(Struct):
    """One event on the way, as it goes over the wire."""

    status: Status
    at: datetime
    note: str


class Outgoing(Struct):
    """A callback on its way."""

    position: int
    carrier: str
    tracking_no: str
    status: Status
    at: datetime
    note: str
    url: str
    forged: int
    tries: int


def find(store: Store, carrier: str, tracking_no: str) -> Tracking | None:
    return store.one(
        Tracking,
        "SELECT carrier, tracking_no, callback_url, registered_at FROM tracking"
        " WHERE carrier = :carrier AND tracking_no = :tracking_no",
        carrier=carrier,
        tracking_no=tracking_no,
    )


def register(world: World, carrier: str, tracking_no: str, callback_url: str, now: datetime) -> bool:
    """Send a parcel on its way; False if it was registered before, which changes nothing."""
    added = world.store.run(
        "INSERT INTO tracking (carrier, tracking_no, callback_url, registered_at)"
        " VALUES (:carrier, :tracking_no, :url, :now) ON CONFLICT DO NOTHING",
        carrier=carrier,
        tracking_no=tracking_no,
        url=callback_url,
        now=now,
    )
    if not added:
        return False
    way = [Event(step.status, now + timedelta(hours=step.hours), step.note) for step in _way(world, tracking_no)]
    for event in way:
        world.store.run(
            "INSERT INTO tracking_event (carrier, tracking_no, status, at, note)"
            " VALUES (:carrier, :tracking_no, :status, :at, :note)",
            carrier=carrier,
            tracking_no=tracking_no,
            **msgspec.structs.asdict(event),
        )
    if not world.faults.strikes("carrier_silent", None, tracking_no):
        for event, following in zip_longest(way, way[1:]):
            outgoing = Outgoing(0, carrier, tracking_no, event.status, event.at, event.note, callback_url, 0, 0)
            _enqueue(world, outgoing, following and following.at)
    return True


def events(store: Store, tracking: Tracking, now: datetime) -> list[Event]:
    """What has happened to the parcel until now, oldest first."""
    return store.all(
        Event,
        "SELECT status, at, note FROM tracking_event"
        " WHERE carrier = :carrier AND tracking_no = :tracking_no AND at <= :now ORDER BY at",
        carrier=tracking.carrier,
        tracking_no=tracking.tracking_no,
        now=now,
    )


def due(store: Store, now: datetime) -> list[Outgoing]:
    return store.all(
        Outgoing,
        "SELECT position, carrier, tracking_no, status, at, note, url, forged, tries FROM callback"
        " WHERE state = 'due' AND due_at <= :now ORDER BY due_at, position",
        now=now,
    )


def told(store: Store, callback: Outgoing, *, acknowledged: bool, now: datetime) -> None:
    """Note how a delivery fared: acknowledged it is done, otherwise it climbs the ladder; a forged one is sent once."""
    retry = not acknowledged and not callback.forged and callback.tries < len(LADDER)
    store.run(
        "UPDATE callback SET tries = tries + 1, state = :state, due_at = :due_at WHERE position = :position",
        position=callback.position,
        state="acknowledged" if acknowledged else "due" if retry else "given_up",
        due_at=now + LADDER[callback.tries] if retry else now,
    )


def _way(world: World, tracking_no: str) -> tuple[Step, ...]:
    if world.faults.strikes("carrier_exception", None, tracking_no):
        return _WAY_WITH_OBSTACLE
    if world.faults.strikes("carrier_returned", None, tracking_no):
        return _WAY_BACK
    return _WAY


def _enqueue(world: World, callback: Outgoing, following: datetime | None) -> None:
    """Plan the callback of one event, unless a fault (its `method` may name the status) has it otherwise."""
    if world.faults.strikes("carrier_lost", callback.status, callback.tracking_no):
        return
    if world.faults.strikes("carrier_forged", callback.status, callback.tracking_no):
        claimed = Outgoing(0, callback.carrier, callback.tracking_no, "delivered", callback.at, "", callback.url, 1, 0)
        _plan(world.store, claimed, callback.at)
    due_at = callback.at
    if world.faults.strikes("carrier_late", callback.status, callback.tracking_no):
        due_at += LATE
    if following is not None and world.faults.strikes("carrier_reordered", callback.status, callback.tracking_no):
        due_at = following + timedelta(seconds=1)
    _plan(world.store, callback, due_at)
    if world.faults.strikes("carrier_duplicate", callback.status, callback.tracking_no):
        _plan(world.store, callback, due_at)


def _plan(store: Store, callback: Outgoing, due_at: datetime) -> None:
    store.run(
        "INSERT INTO callback (carrier, tracking_no, status, at, note, url, forged, due_at)"
        " VALUES (:carrier, :tracking_no, :status, :at, :note, :url, :forged, :due_at)",
        carrier=callback.carrier,
        tracking_no=callback.tracking_no,
        status=callback.status,
        at=callback.at,
        note=callback.note,
        url=callback.url,
        forged=callback.forged,
        due_at=due_at,
    )
