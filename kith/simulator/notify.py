"""Notifications of the simulated Alipay: what they say, when they go out, how often they are repeated."""

import json
from datetime import datetime, timedelta

import httpx
import msgspec
from msgspec import Struct

from kith.kit import clock, ids, money
from kith.simulator import keys
from kith.simulator import trade as trades
from kith.simulator.store import Store
from kith.simulator.trade import Refund, Trade, beijing
from kith.simulator.world import World

LADDER = tuple(timedelta(minutes=minutes) for minutes in (4, 10, 10, 60, 120, 360, 900))
"""The waits between eight deliveries of one notification, until it is answered `success`."""

LATE = timedelta(hours=3)
HELD_AT_MOST = timedelta(hours=1)
REFUND_DELAY = timedelta(minutes=30)
ACKNOWLEDGED = "success"

FORGED = 1
ALTERED = 2

SCHEMA = """
CREATE TABLE IF NOT EXISTS note (
    position INTEGER PRIMARY KEY,
    note_id TEXT NOT NULL,
    number TEXT NOT NULL,
    url TEXT NOT NULL,
    fields TEXT NOT NULL,               -- JSON; time and signature are added at each delivery
    due_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    copies INTEGER NOT NULL DEFAULT 1,  -- deliveries wanted even if acknowledged
    held INTEGER NOT NULL DEFAULT 0,    -- waits until a younger one has gone out
    forged INTEGER NOT NULL DEFAULT 0,  -- 1: by a stranger's key; 2: ours, altered on the way
    state TEXT NOT NULL DEFAULT 'due'   -- due | acknowledged | given_up
);
CREATE INDEX IF NOT EXISTS note_due ON note (due_at) WHERE state = 'due';
"""

_NOTE = "SELECT position, note_id, number, url, fields, due_at, tries, copies, held, forged, state FROM note"


class Outgoing(Struct):
    """A notification on its way."""

    position: int
    note_id: str
    number: str
    url: str
    fields: str
    due_at: datetime
    tries: int
    copies: int
    held: int
    forged: int
    state: str


def fields_of(trade: Trade, refund: Refund | None, now: datetime) -> dict[str, str]:
    """What a notification about this trade says now. A refund is told on the trade: in part `TRADE_SUCCESS` with
    `refund_fee`, whole `TRADE_CLOSED` with it; unpaid, `TRADE_CLOSED` without."""
    amount = money.yuan(trade.fen)
    fields = {
        "notify_type": "trade_status_sync",
        "app_id": keys.APP_ID,
        "auth_app_id": keys.APP_ID,
        "charset": "utf-8",
        "version": "1.0",
        "sign_type": "RSA2",
        "trade_no": trade.trade_no,
        "out_trade_no": trade.number,
        "seller_id": keys.SELLER_ID,
        "seller_email": "shop***@kith.example",
        "trade_status": trades.status(trade, now),
        "total_amount": amount,
        "subject": trade.subject,
        "gmt_create": beijing(trade.opened_at or trade.created_at),
    }
    if trade.paid_at is not None:
        fields |= {
            "buyer_id": "2088000000000099",
            "buyer_logon_id": "dem***@buyer.example",
            "receipt_amount": amount,
            "invoice_amount": amount,
            "buyer_pay_amount": amount,
            "point_amount": "0.00",
            "fund_bill_list": f'[{{"amount":"{amount}","fundChannel":"ALIPAYACCOUNT"}}]',
            "gmt_payment": beijing(trade.paid_at),
        }
    if refund is not None:
        fields |= {
            "out_biz_no": refund.refund_number,
            "refund_fee": money.yuan(trade.refunded_fen),
            "gmt_refund": f"{beijing(refund.effective_at or now)}.000",
        }
    if fields["trade_status"] == "TRADE_CLOSED":
        fields["gmt_close"] = beijing(trade.closed_at or now)
    return fields


def enqueue(world: World, trade: Trade, now: datetime, refund: Refund | None = None) -> None:
    """Tell the shop about this trade, unless a fault has it otherwise."""
    if trade.notify_url is None:
        return

    def strikes(name: str) -> bool:
        return world.faults.strikes(name, None, trade.number) is not None

    if strikes("notify_tampered"):
        _enqueue_false(world, trade, fields_of(trade, refund, now), ALTERED, now)
    if strikes("notify_lost"):
        return
    held = strikes("notify_reordered")
    due_at = now + LATE if strikes("notify_late") else now
    world.store.run(
        "INSERT INTO note (note_id, number, url, fields, due_at, copies, held)"
        " VALUES (:note_id, :number, :url, :fields, :due_at, :copies, :held)",
        note_id=_fresh_note_id(now),
        number=trade.number,
        url=trade.notify_url,
        fields=json.dumps(fields_of(trade, refund, now), ensure_ascii=False),
        due_at=now + HELD_AT_MOST if held else due_at,
        copies=2 if strikes("notify_duplicate") else 1,
        held=int(held),
    )


def enqueue_forged(world: World, trade: Trade, now: datetime) -> None:
    """Somebody else claims that this trade was paid."""
    if trade.notify_url is None:
        return
    claimed = msgspec.structs.replace(trade, paid_at=now, opened_at=now)
    _enqueue_false(world, trade, fields_of(claimed, None, now), FORGED, now)


def _enqueue_false(world: World, trade: Trade, fields: dict[str, str], forged: int, now: datetime) -> None:
    world.store.run(
        "INSERT INTO note (note_id, number, url, fields, due_at, forged)"
        " VALUES (:note_id, :number, :url, :fields, :due_at, :forged)",
        note_id=_fresh_note_id(now),
        number=trade.number,
        url=trade.notify_url,
        fields=json.dumps(fields, ensure_ascii=False),
        due_at=now,
        forged=forged,
    )


def due(store: Store, now: datetime) -> list[Outgoing]:
    return store.all(Outgoing, f"{_NOTE} WHERE state = 'due' AND due_at <= :now ORDER BY due_at, position", now=now)


def every(store: Store) -> list[Outgoing]:
    return store.all(Outgoing, f"{_NOTE} ORDER BY position")


async def deliver(world: World, note: Outgoing) -> None:
    """Send it once. Acknowledged, it is done; otherwise it climbs the ladder; a forged one is sent once."""
    fields: dict[str, str] = json.loads(note.fields)
    fields |= {"notify_id": note.note_id, "notify_time": beijing(clock.now())}
    stranger = note.forged == FORGED or world.faults.strikes("other_key", "notify", note.number) is not None
    fields["sign"] = _sign(world, fields, forged=stranger)
    if note.forged == ALTERED:
        # What somebody on the way would like it to say.
        fields |= {"trade_status": "TRADE_SUCCESS", "total_amount": "0.01", "notify_id": _fresh_note_id(clock.now())}
    try:
        answer = await world.http.post(note.url, data=fields)
        acknowledged = answer.status_code == 200 and answer.text == ACKNOWLEDGED
    except (httpx.HTTPError, httpx.InvalidURL):
        acknowledged = False
    now = clock.now()
    copies = note.copies - acknowledged
    retry = not acknowledged and not note.forged and note.tries < len(LADDER)
    waiting = retry or (acknowledged and copies > 0)
    world.store.run(
        "UPDATE note SET tries = tries + 1, copies = :copies, state = :state, due_at = :due_at"
        " WHERE position = :position",
        position=note.position,
        copies=copies,
        state="due" if waiting else "acknowledged" if acknowledged else "given_up",
        due_at=now + LADDER[note.tries] if retry else now,
    )
    if not note.held and not note.forged:
        # A younger one has gone out: now the one that was held back may follow.
        world.store.run(
            "UPDATE note SET held = 0, due_at = :now WHERE held = 1 AND position < :position",
            now=now,
            position=note.position,
        )


def signed_content(fields: dict[str, str]) -> str:
    """What the signature of a notification covers: everything but `sign` and `sign_type`, by key."""
    return "&".join(f"{key}={fields[key]}" for key in sorted(fields) if key not in ("sign", "sign_type"))


def _sign(world: World, fields: dict[str, str], *, forged: bool) -> str:
    content = signed_content(fields)
    return keys.signature(keys.strangers_key(), content) if forged else world.signer.sign(content)


def _fresh_note_id(now: datetime) -> str:
    return f"{now.astimezone(trades.BEIJING):%Y%m%d}00222{ids.digits(21)}"
