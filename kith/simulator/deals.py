"""Orders and refunds as the simulated WeChat Pay and Stripe keep them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec import Struct

from kith.simulator.store import Store

SideName = Literal["wechatpay", "stripe"]
Standing = Literal["waiting", "closed", "paid"]

REFUND_DELAY = timedelta(minutes=30)

SCHEMA = """
CREATE TABLE IF NOT EXISTS deal (
    side TEXT NOT NULL,
    deal_id TEXT NOT NULL,        -- as the gateway calls it
    number TEXT NOT NULL,         -- the shop's own
    gateway_number TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,   -- names the cashier page
    way TEXT NOT NULL,
    subject TEXT NOT NULL,
    fen INTEGER NOT NULL CHECK (fen > 0),
    notify_url TEXT,
    return_url TEXT,
    created_at TEXT NOT NULL,
    visited_at TEXT,
    expires_at TEXT,              -- NULL: never by itself
    paid_at TEXT,
    closed_at TEXT,
    PRIMARY KEY (side, deal_id)
);
CREATE TABLE IF NOT EXISTS deal_refund (
    side TEXT NOT NULL,
    refund_id TEXT NOT NULL,      -- as the gateway calls it
    deal_id TEXT NOT NULL,
    refund_number TEXT NOT NULL,  -- the shop's own
    fen INTEGER NOT NULL CHECK (fen > 0),
    notify_url TEXT,
    asked_at TEXT NOT NULL,
    effective_at TEXT,            -- when the money goes back; NULL: never
    noted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (side, refund_id)
);
CREATE INDEX IF NOT EXISTS deal_number ON deal (side, number);
CREATE INDEX IF NOT EXISTS deal_refund_deal ON deal_refund (side, deal_id);
CREATE INDEX IF NOT EXISTS deal_refund_unnoted ON deal_refund (side, effective_at) WHERE noted = 0;
"""

_DEAL = """
SELECT side, deal_id, number, gateway_number, token, way, subject, fen, notify_url, return_url, created_at, visited_at,
       expires_at, paid_at, closed_at FROM deal
"""
_REFUND = """
SELECT side, refund_id, deal_id, refund_number, fen, notify_url, asked_at, effective_at FROM deal_refund
"""


class Deal(Struct):
    """One order."""

    side: SideName
    deal_id: str
    number: str
    gateway_number: str
    token: str
    way: str
    subject: str
    fen: int
    notify_url: str | None
    return_url: str | None
    created_at: datetime
    expires_at: datetime | None
    visited_at: datetime | None = None
    paid_at: datetime | None = None
    closed_at: datetime | None = None


class Back(Struct):
    """One refund; without `effective_at` its money never moves."""

    side: SideName
    refund_id: str
    deal_id: str
    refund_number: str
    fen: int
    notify_url: str | None
    asked_at: datetime
    effective_at: datetime | None


def standing(deal: Deal, now: datetime) -> Standing:
    if deal.paid_at is not None:
        return "paid"
    over = deal.expires_at is not None and now >= deal.expires_at
    return "closed" if deal.closed_at is not None or over else "waiting"


def insert(store: Store, deal: Deal) -> None:
    store.run(
        "INSERT INTO deal (side, deal_id, number, gateway_number, token, way, subject, fen, notify_url, return_url,"
        " created_at, expires_at) VALUES (:side, :deal_id, :number, :gateway_number, :token, :way, :subject, :fen,"
        " :notify_url, :return_url, :created_at, :expires_at)",
        **{name: value for name, value in msgspec.structs.asdict(deal).items() if name not in _LATER},
    )


def by_id(store: Store, side: SideName, deal_id: str) -> Deal | None:
    return store.one(Deal, f"{_DEAL} WHERE side = :side AND deal_id = :deal_id", side=side, deal_id=deal_id)


def by_token(store: Store, token: str) -> Deal | None:
    """Of either side."""
    return store.one(Deal, f"{_DEAL} WHERE token = :token", token=token)


def by_number(store: Store, number: str) -> list[Deal]:
    """Of either side, the newest first."""
    return store.all(Deal, f"{_DEAL} WHERE number = :number ORDER BY created_at DESC, deal_id DESC", number=number)


def every(store: Store, side: SideName) -> list[Deal]:
    return store.all(Deal, f"{_DEAL} WHERE side = :side ORDER BY created_at, deal_id", side=side)


def visit(store: Store, deal: Deal, now: datetime) -> bool:
    """The buyer came; True the first time."""
    return store.run(
        "UPDATE deal SET visited_at = :now WHERE side = :side AND deal_id = :deal_id AND visited_at IS NULL",
        now=now,
        side=deal.side,
        deal_id=deal.deal_id,
    ) == 1  # fmt: skip


def return_to(store: Store, deal: Deal, url: str) -> None:
    """Where the buyer's browser goes afterwards."""
    store.run(
        "UPDATE deal SET return_url = :url WHERE side = :side AND deal_id = :deal_id",
        url=url,
        side=deal.side,
        deal_id=deal.deal_id,
    )


def pay(store: Store, deal: Deal, now: datetime) -> bool:
    """True for the one payment that an order takes."""
    return store.run(
        "UPDATE deal SET paid_at = :now WHERE side = :side AND deal_id = :deal_id AND paid_at IS NULL"
        " AND closed_at IS NULL AND (expires_at IS NULL OR expires_at > :now)",
        now=now,
        side=deal.side,
        deal_id=deal.deal_id,
    ) == 1  # fmt: skip


def close(store: Store, deal: Deal, at: datetime) -> bool:
    return store.run(
        "UPDATE deal SET closed_at = :at WHERE side = :side AND deal_id = :deal_id AND paid_at IS NULL"
        " AND closed_at IS NULL",
        at=at,
        side=deal.side,
        deal_id=deal.deal_id,
    ) == 1  # fmt: skip


def refunds_of(store: Store, deal: Deal) -> list[Back]:
    return store.all(
        Back,
        f"{_REFUND} WHERE side = :side AND deal_id = :deal_id ORDER BY asked_at, refund_id",
        side=deal.side,
        deal_id=deal.deal_id,
    )


def refund(store: Store, side: SideName, refund_number: str) -> Back | None:
    """By the shop's number."""
    return store.one(
        Back, f"{_REFUND} WHERE side = :side AND refund_number = :refund_number", side=side, refund_number=refund_number
    )


def refunds(store: Store, side: SideName, now: datetime) -> list[Back]:
    """Those whose money has gone."""
    gone = "WHERE side = :side AND effective_at <= :now ORDER BY effective_at, refund_id"
    return store.all(Back, f"{_REFUND} {gone}", side=side, now=now)


def promised(backs: Sequence[Back]) -> int:
    """What has gone back or will: no further refund may exceed the rest."""
    return sum(back.fen for back in backs if back.effective_at is not None)


def put_refund(store: Store, back: Back) -> None:
    """Insert it, or let one whose money never moved begin anew."""
    store.run(
        "INSERT INTO deal_refund (side, refund_id, deal_id, refund_number, fen, notify_url, asked_at, effective_at)"
        " VALUES (:side, :refund_id, :deal_id, :refund_number, :fen, :notify_url, :asked_at, :effective_at)"
        " ON CONFLICT (side, refund_id) DO UPDATE SET effective_at = excluded.effective_at",
        **msgspec.structs.asdict(back),
    )


def unnoted(store: Store, side: SideName, now: datetime) -> list[Back]:
    """Refunds whose money has gone and of which the shop was not told."""
    due = "WHERE side = :side AND noted = 0 AND effective_at <= :now ORDER BY effective_at"
    return store.all(Back, f"{_REFUND} {due}", side=side, now=now)


def mark_noted(store: Store, back: Back) -> None:
    store.run(
        "UPDATE deal_refund SET noted = 1 WHERE side = :side AND refund_id = :refund_id",
        side=back.side,
        refund_id=back.refund_id,
    )


_LATER = ("visited_at", "paid_at", "closed_at")
