"""Trades and refunds as the simulated Alipay keeps them: rows, states, timeouts."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from msgspec import Struct

from kith.kit import ids
from kith.simulator.store import Store

Status = Literal["WAIT_BUYER_PAY", "TRADE_CLOSED", "TRADE_SUCCESS", "TRADE_FINISHED"]

BEIJING = timezone(timedelta(hours=8))
REFUNDABLE_FOR = timedelta(days=365)
CODE_VALID_FOR = timedelta(hours=2)
DEFAULT_TIMEOUT = {
    "alipay.trade.page.pay": timedelta(days=15),
    "alipay.trade.wap.pay": timedelta(days=15),
    "alipay.trade.app.pay": timedelta(days=15),
    "alipay.trade.precreate": timedelta(hours=3),
}

SCHEMA = """
CREATE TABLE IF NOT EXISTS trade (
    number TEXT PRIMARY KEY,      -- out_trade_no: the shop's own
    trade_no TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL UNIQUE,   -- names the cashier page
    method TEXT NOT NULL,
    subject TEXT NOT NULL,
    fen INTEGER NOT NULL CHECK (fen > 0),
    notify_url TEXT,
    return_url TEXT,
    created_at TEXT NOT NULL,
    opened_at TEXT,               -- the buyer came to the cashier: from now on the trade exists for `query`
    expires_at TEXT NOT NULL,
    paid_at TEXT,
    closed_at TEXT                -- unpaid only; a full refund closes a trade without it
);
CREATE TABLE IF NOT EXISTS quit (
    number TEXT PRIMARY KEY,
    url TEXT NOT NULL             -- where a phone's browser goes when its buyer leaves unpaid
);
CREATE TABLE IF NOT EXISTS refund (
    number TEXT NOT NULL,
    refund_number TEXT NOT NULL,
    fen INTEGER NOT NULL CHECK (fen > 0),
    reason TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    effective_at TEXT,            -- when the money goes back; NULL: never, until it is asked for again
    noted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (number, refund_number)
);
CREATE INDEX IF NOT EXISTS trade_expiring ON trade (expires_at) WHERE paid_at IS NULL AND closed_at IS NULL;
CREATE INDEX IF NOT EXISTS refund_unnoted ON refund (effective_at) WHERE noted = 0;
"""

_TRADE = """
SELECT number, trade_no, token, method, subject, fen, notify_url, return_url, created_at, opened_at, expires_at,
       paid_at, closed_at, (SELECT url FROM quit WHERE quit.number = trade.number) AS quit_url,
       (SELECT coalesce(sum(refund.fen), 0) FROM refund
         WHERE refund.number = trade.number AND effective_at <= :now) AS refunded_fen
FROM trade
"""
_REFUND = "SELECT number, refund_number, fen, reason, asked_at, effective_at FROM refund"


class Trade(Struct):
    """One trade, seen at a moment: `refunded_fen` is what had gone back by then."""

    number: str
    trade_no: str
    token: str
    method: str
    subject: str
    fen: int
    notify_url: str | None
    return_url: str | None
    created_at: datetime
    opened_at: datetime | None
    expires_at: datetime
    paid_at: datetime | None
    closed_at: datetime | None
    quit_url: str | None = None
    refunded_fen: int = 0


class Refund(Struct):
    """One refund; without `effective_at` its money never moved."""

    number: str
    refund_number: str
    fen: int
    reason: str
    asked_at: datetime
    effective_at: datetime | None


class Sum(Struct):
    """An aggregate or a column alone."""

    value: int


def status(trade: Trade, now: datetime) -> Status:
    """`TRADE_CLOSED` has two meanings: never paid, or paid and given back whole."""
    if trade.paid_at is None:
        return "TRADE_CLOSED" if trade.closed_at or now >= trade.expires_at else "WAIT_BUYER_PAY"
    if trade.refunded_fen >= trade.fen:
        return "TRADE_CLOSED"
    return "TRADE_FINISHED" if now >= trade.paid_at + REFUNDABLE_FOR else "TRADE_SUCCESS"


def payable(trade: Trade, now: datetime) -> bool:
    """Whether the cashier takes money for it: in time, and a code only while it is fresh or already scanned."""
    fresh = trade.method != "alipay.trade.precreate" or trade.opened_at or now < trade.created_at + CODE_VALID_FOR
    return bool(fresh) and status(trade, now) == "WAIT_BUYER_PAY"


def deadline(method: str, time_expire: str | None, timeout_express: str | None, now: datetime) -> datetime:
    """When an unpaid trade closes by itself; the absolute form wins. `ValueError` for a form that is not published."""
    if time_expire is not None:
        return datetime.strptime(time_expire, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING).astimezone(UTC)
    if timeout_express is None:
        return now + DEFAULT_TIMEOUT[method]
    if timeout_express == "1c":
        tomorrow = now.astimezone(BEIJING) + timedelta(days=1)
        return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    form = re.fullmatch(r"([1-9]\d{0,4})([mhd])", timeout_express)
    if form is None:
        raise ValueError("timeout_express")
    unit = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}[form[2]]
    if not timedelta(minutes=1) <= int(form[1]) * unit <= timedelta(days=15):
        raise ValueError("timeout_express")
    return now + int(form[1]) * unit


def beijing(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def fresh_trade_no(now: datetime) -> str:
    """28 digits that begin with the day, as Alipay's do."""
    return f"{now.astimezone(BEIJING):%Y%m%d}22001{ids.digits(15)}"


def by_number(store: Store, number: str, now: datetime) -> Trade | None:
    return store.one(Trade, f"{_TRADE} WHERE number = :number", number=number, now=now)


def by_trade_no(store: Store, trade_no: str, now: datetime) -> Trade | None:
    return store.one(Trade, f"{_TRADE} WHERE trade_no = :trade_no", trade_no=trade_no, now=now)


def by_token(store: Store, token: str, now: datetime) -> Trade | None:
    return store.one(Trade, f"{_TRADE} WHERE token = :token", token=token, now=now)


def every(store: Store, now: datetime) -> list[Trade]:
    return store.all(Trade, f"{_TRADE} ORDER BY created_at, number", now=now)


def expiring(store: Store, now: datetime) -> list[Trade]:
    """Unpaid trades whose time is over and that nobody closed."""
    over = "WHERE paid_at IS NULL AND closed_at IS NULL AND expires_at <= :now ORDER BY expires_at"
    return store.all(Trade, f"{_TRADE} {over}", now=now)


def insert(store: Store, trade: Trade) -> None:
    store.run(
        "INSERT INTO trade (number, trade_no, token, method, subject, fen, notify_url, return_url, created_at,"
        " expires_at) VALUES (:number, :trade_no, :token, :method, :subject, :fen, :notify_url, :return_url,"
        " :created_at, :expires_at)",
        number=trade.number,
        trade_no=trade.trade_no,
        token=trade.token,
        method=trade.method,
        subject=trade.subject,
        fen=trade.fen,
        notify_url=trade.notify_url,
        return_url=trade.return_url,
        created_at=trade.created_at,
        expires_at=trade.expires_at,
    )
    if trade.quit_url is not None:
        store.run("INSERT INTO quit (number, url) VALUES (:number, :url)", number=trade.number, url=trade.quit_url)


def open_at_cashier(store: Store, number: str, now: datetime) -> bool:
    """The buyer came; True the first time."""
    return store.run("UPDATE trade SET opened_at = :now WHERE number = :number AND opened_at IS NULL",
                     number=number, now=now) == 1  # fmt: skip


def pay(store: Store, number: str, now: datetime) -> bool:
    """True for the one payment that a trade takes."""
    return store.run(
        "UPDATE trade SET paid_at = :now WHERE number = :number AND paid_at IS NULL AND closed_at IS NULL"
        " AND expires_at > :now",
        number=number,
        now=now,
    ) == 1  # fmt: skip


def close(store: Store, number: str, at: datetime) -> bool:
    return store.run(
        "UPDATE trade SET closed_at = :at WHERE number = :number AND paid_at IS NULL AND closed_at IS NULL",
        number=number,
        at=at,
    ) == 1  # fmt: skip


def refund(store: Store, number: str, refund_number: str) -> Refund | None:
    return store.one(
        Refund,
        f"{_REFUND} WHERE number = :number AND refund_number = :refund_number",
        number=number,
        refund_number=refund_number,
    )


def refunds(store: Store, now: datetime) -> list[Refund]:
    """Refunds whose money has moved."""
    return store.all(Refund, f"{_REFUND} WHERE effective_at <= :now ORDER BY effective_at, refund_number", now=now)


def promised_fen(store: Store, number: str) -> int:
    """What has gone back or will: no further refund may exceed the rest."""
    total = store.one(
        Sum,
        "SELECT coalesce(sum(fen), 0) AS value FROM refund WHERE number = :number AND effective_at IS NOT NULL",
        number=number,
    )
    return total.value if total else 0


def put_refund(store: Store, wanted: Refund) -> None:
    """Insert it, or let one whose money never moved begin anew."""
    store.run(
        "INSERT INTO refund (number, refund_number, fen, reason, asked_at, effective_at)"
        " VALUES (:number, :refund_number, :fen, :reason, :asked_at, :effective_at)"
        " ON CONFLICT (number, refund_number) DO UPDATE SET effective_at = excluded.effective_at",
        number=wanted.number,
        refund_number=wanted.refund_number,
        fen=wanted.fen,
        reason=wanted.reason,
        asked_at=wanted.asked_at,
        effective_at=wanted.effective_at,
    )


def unnoted_refunds(store: Store, now: datetime) -> list[Refund]:
    """Refunds whose money has moved and of which the shop was not told."""
    return store.all(Refund, f"{_REFUND} WHERE noted = 0 AND effective_at <= :now ORDER BY effective_at", now=now)


def mark_noted(store: Store, told: Refund) -> None:
    store.run(
        "UPDATE refund SET noted = 1 WHERE number = :number AND refund_number = :refund_number",
        number=told.number,
        refund_number=told.refund_number,
    )
