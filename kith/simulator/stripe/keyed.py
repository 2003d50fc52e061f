"""Idempotency keys as the simulated Stripe keeps them: what was first answered under one is answered again, a failure
too, and another request under it is an error."""

import hashlib
from datetime import datetime, timedelta

from msgspec import Struct

from kith.simulator.store import Store

KEPT_FOR = timedelta(hours=24)

SCHEMA = """
CREATE TABLE IF NOT EXISTS stripe_key (
    name TEXT PRIMARY KEY,
    asked TEXT NOT NULL,   -- digest of the request
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL
);
"""


class Kept(Struct):
    """The first answer under a key."""

    asked: str
    status: int
    body: str


def digest(path: str, body: bytes) -> str:
    return hashlib.sha256(path.encode() + b"\n" + body).hexdigest()


def seek(store: Store, name: str, now: datetime) -> Kept | None:
    """None for a key that nobody used lately."""
    return store.one(
        Kept,
        "SELECT asked, status, body FROM stripe_key WHERE name = :name AND at > :since",
        name=name,
        since=now - KEPT_FOR,
    )


def keep(store: Store, name: str, kept: Kept, now: datetime) -> None:
    store.run(
        "INSERT OR REPLACE INTO stripe_key (name, asked, status, body, at)"
        " VALUES (:name, :asked, :status, :body, :now)",
        name=name,
        asked=kept.asked,
        status=kept.status,
        body=kept.body,
        now=now,
    )
