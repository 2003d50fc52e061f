"""What the simulated Alipay does for each method, and how it answers: rules and effects, no wire."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from msgspec import Struct

from kith.kit import ids, money
from kith.simulator import notify
from kith.simulator import trade as trades
from kith.simulator.trade import Refund, Trade, beijing
from kith.simulator.world import World

Answer = dict[str, str]
Method = Callable[[World, bytes, dict[str, str], datetime], Answer]

Asked = TypeVar("Asked")

BUYER = {"buyer_user_id": "2088000000000099", "buyer_logon_id": "dem***@buyer.example"}
MOST_FEN = 10_000_000_000
CANCELLABLE_FOR = timedelta(days=1)

CASHIER = {
    "alipay.trade.page.pay": ("FAST_INSTANT_TRADE_PAY",),
    "alipay.trade.wap.pay": ("QUICK_WAP_WAY", "QUICK_WAP_PAY"),
    "alipay.trade.app.pay": ("QUICK_MSECURITY_PAY",),
}
"""The methods that a browser or an app sends instead of the shop, and the products each may be sold under."""


class Ordered(Struct):
    """`biz_content` of precreate and of page, WAP and app pay, as far as it is played."""

    out_trade_no: str
    total_amount: str | float
    subject: str
    product_code: str | None = None
    quit_url: str | None = None
    time_expire: str | None = None
    timeout_express: str | None = None


class Named(Struct):
    """A trade named by either number."""

    out_trade_no: str | None = None
    trade_no: str | None = None


class RefundAsked(Named):
    """`biz_content` of refund."""

    refund_amount: str | float = ""
    out_request_no: str | None = None
    refund_reason: str = ""


class RefundNamed(Named):
    """`biz_content` of fastpay refund query."""

    out_request_no: str = ""


class BusinessFailed(Exception):
    """Answered as 40004 with this `sub_code`."""

    def __init__(self, sub_code: str, sub_msg: str) -> None:
        super().__init__(sub_code)
        self.sub_code = sub_code
        self.sub_msg = sub_msg


def place(world: World, method: str, biz: bytes, params: dict[str, str], now: datetime) -> Trade:
    """The trade of this order: made, or the one that is there. Checks: form, amount, product, deadline, the same
    content as the first time, not yet paid, not closed."""
    ordered = _decoded(biz, Ordered)
    fen = _fen(ordered.total_amount)
    if fen > MOST_FEN:
        raise BusinessFailed("ACQ.TOTAL_FEE_EXCEED", "订单总金额不在允许范围内")
    if not (1 <= len(ordered.out_trade_no) <= 64 and 1 <= len(ordered.subject) <= 256):
        raise BusinessFailed("ACQ.INVALID_PARAMETER", "参数无效")
    if ordered.product_code is not None and ordered.product_code not in CASHIER.get(method, (ordered.product_code,)):
        raise BusinessFailed("ACQ.INVALID_PARAMETER", "参数无效")
    try:
        expires_at = trades.deadline(method, ordered.time_expire, ordered.timeout_express, now)
    except ValueError as error:
        raise BusinessFailed("ACQ.INVALID_PARAMETER", "参数无效") from error
    there = trades.by_number(world.store, ordered.out_trade_no, now)
    if there is not None:
        _check_again(there, (method, fen, ordered.subject), now)
        return there
    if expires_at <= now:
        raise BusinessFailed("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR", "当前时间已超过允许支付的时间")
    fresh = Trade(
        number=ordered.out_trade_no,
        trade_no=trades.fresh_trade_no(now),
        token=ids.token(),
        method=method,
        subject=ordered.subject,
        fen=fen,
        notify_url=params.get("notify_url"),
        return_url=params.get("return_url"),
        created_at=now,
        opened_at=None,
        expires_at=expires_at,
        paid_at=None,
        closed_at=None,
        quit_url=ordered.quit_url,
    )
    trades.insert(world.store, fresh)
    return fresh


def precreate(world: World, biz: bytes, params: dict[str, str], now: datetime) -> Answer:
    """A code to scan. The trade itself begins when it is scanned."""
    trade = place(world, "alipay.trade.precreate", biz, params, now)
    return {"out_trade_no": trade.number, "qr_code": f"{world.public_url}/cashier/{trade.token}"}


def query(world: World, biz: bytes, _: dict[str, str], now: datetime) -> Answer:
    trade = _named(world, _decoded(biz, Named), now)
    answer = {
        "trade_no": trade.trade_no,
        "out_trade_no": trade.number,
        "trade_status": trades.status(trade, now),
        "total_amount": money.yuan(trade.fen),
        "buyer_pay_amount": money.yuan(trade.fen if trade.paid_at else 0),
        "point_amount": "0.00",
        "invoice_amount": money.yuan(trade.fen if trade.paid_at else 0),
        "receipt_amount": money.yuan(trade.fen if trade.paid_at else 0),
        **BUYER,
    }
    if trade.paid_at is not None:
        answer["send_pay_date"] = beijing(trade.paid_at)
    return answer


def close(world: World, biz: bytes, _: dict[str, str], now: datetime) -> Answer:
    """End a trade that waits for its buyer; the shop is told so."""
    trade = _named(world, _decoded(biz, Named), now)
    if trades.status(trade, now) != "WAIT_BUYER_PAY":
        raise BusinessFailed("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    trades.close(world.store, trade.number, now)
    notify.enqueue(world, msgspec.structs.replace(trade, closed_at=now), now)
    return {"trade_no": trade.trade_no, "out_trade_no": trade.number}


def cancel(world: World, biz: bytes, _: dict[str, str], now: datetime) -> Answer:
    """Undo an order made at a desk whatever became of it: unpaid it is closed, paid its money goes back at once. What
    is not there is answered without an action. Checks: the order is a code's, no older than a day."""
    named = _decoded(biz, Named)
    if not (named.out_trade_no or named.trade_no):
        raise BusinessFailed("ACQ.INVALID_PARAMETER", "参数无效")
    by_number = trades.by_number(world.store, named.out_trade_no, now) if named.out_trade_no else None
    trade = trades.by_trade_no(world.store, named.trade_no, now) if named.trade_no else by_number
    if trade is None:
        return {"out_trade_no": named.out_trade_no or "", "retry_flag": "N"}
    if trade.method != "alipay.trade.precreate":
        raise BusinessFailed("ACQ.CANCEL_NOT_ALLOWED", "不允许撤销")
    if now >= trade.created_at + CANCELLABLE_FOR:
        raise BusinessFailed("ACQ.TRADE_CANCEL_TIME_OUT", "超过撤销时间")
    answer = {"trade_no": trade.trade_no, "out_trade_no": trade.number, "retry_flag": "N"}
    if trade.paid_at is None:
        if trades.close(world.store, trade.number, now) and trade.opened_at is not None:
            notify.enqueue(world, msgspec.structs.replace(trade, closed_at=now), now)
        return answer | {"action": "close"}
    rest = trade.fen - trades.promised_fen(world.store, trade.number)
    if rest > 0:
        trades.put_refund(world.store, Refund(trade.number, trade.number, rest, "cancel", now, now))
    return answer | {"action": "refund"}


def refund(world: World, biz: bytes, _: dict[str, str], now: datetime) -> Answer:
    """Money back, once a refund number. The same number again answers what it did, with `fund_change` N; with another
    amount it is refused. `refund_fee` is what has gone back on the trade until now."""
    asked = _decoded(biz, RefundAsked)
    trade = _named(world, asked, now)
    fen = _fen(asked.refund_amount)
    number = asked.out_request_no or trade.number
    if trade.paid_at is None:
        raise BusinessFailed("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    before = trades.refund(world.store, trade.number, number)
    if before is not None and before.fen != fen:
        raise BusinessFailed("ACQ.DISCORDANT_REPEAT_REQUEST", "请求信息不一致")
    if before is not None and before.effective_at is not None:
        return _refund_answer(trade, before, changed=False)
    if trades.status(trade, now) == "TRADE_FINISHED":
        raise BusinessFailed("ACQ.TRADE_HAS_FINISHED", "交易已完结")
    if trades.promised_fen(world.store, trade.number) + fen > trade.fen:
        raise BusinessFailed("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限")
    if asked.out_request_no is None and fen != trade.fen:
        raise BusinessFailed("ACQ.INVALID_PARAMETER", "部分退款时out_request_no必传")
    strikes = {
        name: world.faults.strikes(name, None, trade.number)
        for name in ("refund_lost", "refund_delayed", "refund_unconfirmed")
    }
    at = None if strikes["refund_lost"] else now + notify.REFUND_DELAY if strikes["refund_delayed"] else now
    done = Refund(trade.number, number, fen, asked.refund_reason, now, at)
    trades.put_refund(world.store, done)
    trade = trades.by_number(world.store, trade.number, now) or trade
    return _refund_answer(trade, done, changed=not any(strikes.values()))


def refund_query(world: World, biz: bytes, _: dict[str, str], now: datetime) -> Answer:
    """`refund_status` only where the money has moved; its absence means not received, or failed."""
    asked = _decoded(biz, RefundNamed)
    trade = _named(world, asked, now)
    found = trades.refund(world.store, trade.number, asked.out_request_no)
    answer = {"trade_no": trade.trade_no, "out_trade_no": trade.number, "out_request_no": asked.out_request_no}
    if found is None or found.effective_at is None or found.effective_at > now:
        return answer
    return answer | {
        "total_amount": money.yuan(trade.fen),
        "refund_amount": money.yuan(found.fen),
        "refund_status": "REFUND_SUCCESS",
        "gmt_refund_pay": beijing(found.effective_at),
    }


METHODS: dict[str, Method] = {
    "alipay.trade.precreate": precreate,
    "alipay.trade.query": query,
    "alipay.trade.close": close,
    "alipay.trade.cancel": cancel,
    "alipay.trade.refund": refund,
    "alipay.trade.fastpay.refund.query": refund_query,
}


def sweep(world: World, now: datetime) -> int:
    """Close what nobody paid in time, and tell of it and of refunds whose money has moved."""
    expired = trades.expiring(world.store, now)
    for trade in expired:
        trades.close(world.store, trade.number, trade.expires_at)
        if trade.opened_at is not None:
            notify.enqueue(world, msgspec.structs.replace(trade, closed_at=trade.expires_at), now)
    refunded = trades.unnoted_refunds(world.store, now)
    for done in refunded:
        trades.mark_noted(world.store, done)
        trade = trades.by_number(world.store, done.number, done.effective_at or now)
        if trade is not None:
            notify.enqueue(world, trade, now, done)
    return len(expired) + len(refunded)


def is_swept(world: World, now: datetime) -> bool:
    return not trades.expiring(world.store, now) and not trades.unnoted_refunds(world.store, now)


def _check_again(there: Trade, content: tuple[str, int, str], now: datetime) -> None:
    if (there.method, there.fen, there.subject) != content:
        raise BusinessFailed("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
    if there.paid_at is not None:
        raise BusinessFailed("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
    if trades.status(there, now) == "TRADE_CLOSED":
        raise BusinessFailed("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")


def _named(world: World, named: Named, now: datetime) -> Trade:
    """The trade, which exists only since its buyer came to the cashier."""
    found = None
    if named.trade_no:
        found = trades.by_trade_no(world.store, named.trade_no, now)
    elif named.out_trade_no:
        found = trades.by_number(world.store, named.out_trade_no, now)
    else:
        raise BusinessFailed("ACQ.INVALID_PARAMETER", "参数无效")
    if found is None or found.opened_at is None:
        raise BusinessFailed("ACQ.TRADE_NOT_EXIST", "交易不存在")
    return found


def _refund_answer(trade: Trade, done: Refund, *, changed: bool) -> Answer:
    answer = {
        "trade_no": trade.trade_no,
        "out_trade_no": trade.number,
        "refund_fee": money.yuan(trade.refunded_fen),
        "send_back_fee": money.yuan(done.fen if changed else 0),
        **BUYER,
    }
    if changed and done.effective_at is not None:
        return answer | {"fund_change": "Y", "gmt_refund_pay": beijing(done.effective_at)}
    return answer | {"fund_change": "N"}


def _decoded(biz: bytes, kind: type[Asked]) -> Asked:
    try:
        return msgspec.json.decode(biz, type=kind)
    except msgspec.DecodeError as error:
        raise BusinessFailed("ACQ.INVALID_PARAMETER", "参数无效") from error


def _fen(amount: str | float) -> int:
    try:
        fen = money.fen(str(amount))
    except ValueError as error:
        raise BusinessFailed("ACQ.INVALID_PARAMETER", "金额格式错误") from error
    if fen < 1:
        raise BusinessFailed("ACQ.INVALID_PARAMETER", "金额格式错误")
    return fen
