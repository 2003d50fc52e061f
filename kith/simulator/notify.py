"""Notifications of the simulated Alipay: what they say, how they are signed, how often they are repeated."""

import json
from datetime import datetime, timedelta
from urllib.parse import urlencode

import httpx
import msgspec

from kith.kit import clock, ids, money
from kith.simulator import keys, letters
from kith.simulator import trade as trades
from kith.simulator.letters import Letter, News, Packed, Post
from kith.simulator.trade import Refund, Trade, beijing
from kith.simulator.world import World

LADDER = tuple(timedelta(minutes=minutes) for minutes in (4, 10, 10, 60, 120, 360, 900))
"""The waits between eight deliveries of one notification, until it is answered `success`."""

REFUND_DELAY = timedelta(minutes=30)
ACKNOWLEDGED = "success"


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
    letters.enqueue(world, _news(trade, fields_of(trade, refund, now), now), now)


def enqueue_forged(world: World, trade: Trade, now: datetime) -> None:
    """Somebody else claims that this trade was paid."""
    claimed = msgspec.structs.replace(trade, paid_at=now, opened_at=now)
    letters.enqueue_forged(world, _news(trade, fields_of(claimed, None, now), now), now)


def packed(world: World, letter: Letter, stranger: bool) -> Packed:
    """A delivery, which has a time and a signature of its own. One that is altered was so after it was signed."""
    fields: dict[str, str] = json.loads(letter.content)
    fields |= {"notify_id": letter.letter_id, "notify_time": beijing(clock.now())}
    fields["sign"] = _sign(world, fields, forged=stranger)
    if letter.forged == letters.ALTERED:
        # What somebody on the way would like it to say.
        fields |= {"trade_status": "TRADE_SUCCESS", "total_amount": "0.01", "notify_id": _fresh_note_id(clock.now())}
    return {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(fields).encode()


def acknowledges(answer: httpx.Response) -> bool:
    """Whether the shop said that it heard."""
    return answer.status_code == 200 and answer.text == ACKNOWLEDGED


POST = Post(packed, LADDER, acknowledges)


def signed_content(fields: dict[str, str]) -> str:
    """What the signature of a notification covers: everything but `sign` and `sign_type`, by key."""
    return "&".join(f"{key}={fields[key]}" for key in sorted(fields) if key not in ("sign", "sign_type"))


def _sign(world: World, fields: dict[str, str], *, forged: bool) -> str:
    content = signed_content(fields)
    return keys.signature(keys.strangers_key(), content) if forged else world.signer.sign(content)


def _news(trade: Trade, fields: dict[str, str], now: datetime) -> News:
    content = json.dumps(fields, ensure_ascii=False)
    return News("alipay", trade.number, trade.notify_url, _fresh_note_id(now), content)


def _fresh_note_id(now: datetime) -> str:
    return f"{now.astimezone(trades.BEIJING):%Y%m%d}00222{ids.digits(21)}"
