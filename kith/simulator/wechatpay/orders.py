"""What the simulated WeChat Pay does with orders and refunds, and how it answers: rules and effects, no wire."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec
from msgspec import Struct

from kith.kit import ids
from kith.simulator import deals, letters
from kith.simulator.deals import Back, Deal
from kith.simulator.letters import News
from kith.simulator.trade import BEIJING
from kith.simulator.wechatpay.access import APP_ID, MCH_ID
from kith.simulator.world import World

Answer = dict[str, object]
Method = Callable[[World, dict[str, str], bytes, datetime], Answer | None]
"""Out of the parts of the path and the body: what is answered; None for an answer without content."""

Asked = TypeVar("Asked")

SIDE: deals.SideName = "wechatpay"
LASTS = timedelta(days=7)
OPENID = "oDemoBuyer00000000000000000"


class Refused(Exception):
    """Answered with this status and code."""

    def __init__(self, status: int, code: str, said: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.said = said


class _Amount(Struct):
    total: int
    currency: str = "CNY"


class _Payer(Struct):
    openid: str


class _Ordered(Struct):
    appid: str
    mchid: str
    description: str
    out_trade_no: str
    notify_url: str
    amount: _Amount
    time_expire: str | None = None
    payer: _Payer | None = None
    scene_info: dict[str, object] | None = None


class _Closed(Struct):
    mchid: str


class _RefundAmount(Struct):
    refund: int
    total: int
    currency: str = "CNY"


class _RefundAsked(Struct):
    out_refund_no: str
    amount: _RefundAmount
    out_trade_no: str | None = None
    transaction_id: str | None = None
    reason: str = ""
    notify_url: str | None = None


def decoded(body: bytes, kind: type[Asked]) -> Asked:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise Refused(400, "PARAM_ERROR", "参数错误") from error


def place(world: World, named: dict[str, str], body: bytes, now: datetime) -> Answer:
    """The order: made, or the one that is there. Checks: form, whose, amount, way, the same content as the first time,
    not yet paid, not closed, deadline."""
    asked = decoded(body, _Ordered)
    if (asked.appid, asked.mchid) != (APP_ID, MCH_ID):
        raise Refused(400, "APPID_MCHID_NOT_MATCH", "appid和mchid不匹配")
    if asked.amount.total < 1 or not 1 <= len(asked.description) <= 127:
        raise Refused(400, "PARAM_ERROR", "参数错误")
    if not re.fullmatch(r"[0-9A-Za-z_*|@-]{6,32}", asked.out_trade_no) or "?" in asked.notify_url:
        raise Refused(400, "PARAM_ERROR", "参数错误")
    kind = named["kind"]
    if (kind == "jsapi" and asked.payer is None) or (kind == "h5" and not asked.scene_info):
        raise Refused(400, "PARAM_ERROR", "参数错误")
    there = deals.by_id(world.store, SIDE, asked.out_trade_no)
    if there is not None:
        return _where(world, _again(there, (kind, asked.amount.total, asked.description), now))
    expires_at = _moment(asked.time_expire) if asked.time_expire else now + LASTS
    if expires_at <= now:
        raise Refused(400, "PARAM_ERROR", "time_expire已过")
    fresh = Deal(
        side=SIDE,
        deal_id=asked.out_trade_no,
        number=asked.out_trade_no,
        gateway_number=f"4200{now.astimezone(BEIJING):%Y%m%d}{ids.digits(16)}",
        token=ids.token(),
        way=kind,
        subject=asked.description,
        fen=asked.amount.total,
        notify_url=asked.notify_url,
        return_url=None,
        created_at=now,
        expires_at=expires_at,
    )
    deals.insert(world.store, fresh)
    return _where(world, fresh)


def query(world: World, named: dict[str, str], _: bytes, now: datetime) -> Answer:
    return told(world, _found(world, named["number"]), now)


def close(world: World, named: dict[str, str], body: bytes, now: datetime) -> None:
    """End an order that waits for its buyer. Nobody is told."""
    decoded(body, _Closed)
    deal = _found(world, named["number"])
    if deal.paid_at is not None:
        raise Refused(400, "ORDERPAID", "该订单已支付")
    deals.close(world.store, deal, now)


def refund(world: World, _: dict[str, str], body: bytes, now: datetime) -> Answer:
    """Money back, once a number: what is answered is only that it was taken. Checks: form, the order, paid, its total,
    the same content as the first time, no more than was paid."""
    asked = decoded(body, _RefundAsked)
    deal = _found(world, asked.out_trade_no or "")
    before = deals.refund(world.store, SIDE, asked.out_refund_no)
    if deal.paid_at is None or asked.amount.total != deal.fen or asked.amount.refund < 1:
        raise Refused(400, "INVALID_REQUEST", "请求不合法")
    if before is not None and (before.deal_id, before.fen) != (deal.deal_id, asked.amount.refund):
        raise Refused(400, "INVALID_REQUEST", "重入参数不一致")
    if before is not None and before.effective_at is not None:
        return told_refund(deal, before, now)
    if deals.promised(deals.refunds_of(world.store, deal)) + asked.amount.refund > deal.fen:
        raise Refused(400, "INVALID_REQUEST", "退款金额大于支付金额")
    lost = world.faults.strikes("refund_lost", None, deal.number)
    late = world.faults.strikes("refund_delayed", None, deal.number)
    world.faults.strikes("refund_unconfirmed", None, deal.number)
    back = Back(
        side=SIDE,
        refund_id=before.refund_id if before else f"5030{now.astimezone(BEIJING):%Y%m%d}{ids.digits(16)}",
        deal_id=deal.deal_id,
        refund_number=asked.out_refund_no,
        fen=asked.amount.refund,
        notify_url=asked.notify_url,
        asked_at=now,
        effective_at=None if lost else now + deals.REFUND_DELAY if late else now,
    )
    deals.put_refund(world.store, back)
    return told_refund(deal, back, now) | {"status": "PROCESSING"}


def refund_query(world: World, named: dict[str, str], _: bytes, now: datetime) -> Answer:
    back = deals.refund(world.store, SIDE, named["number"])
    deal = deals.by_id(world.store, SIDE, back.deal_id) if back else None
    if back is None or deal is None:
        raise Refused(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
    return told_refund(deal, back, now)


def trade_of(world: World, refund_number: str) -> str | None:
    """The trade that a refund is of."""
    back = deals.refund(world.store, SIDE, refund_number)
    return back.deal_id if back else None


def told(world: World, deal: Deal, now: datetime) -> Answer:
    """An order as it is told."""
    answer: Answer = {
        "appid": APP_ID,
        "mchid": MCH_ID,
        "out_trade_no": deal.number,
        "trade_state": _state(world, deal, now),
        "trade_state_desc": "",
        "amount": {"total": deal.fen, "currency": "CNY"},
    }
    if deal.paid_at is None:
        return answer
    return answer | {
        "transaction_id": deal.gateway_number,
        "trade_type": {"native": "NATIVE", "h5": "MWEB", "jsapi": "JSAPI"}[deal.way],
        "bank_type": "OTHERS",
        "success_time": beijing(deal.paid_at),
        "payer": {"openid": OPENID},
        "amount": {"total": deal.fen, "payer_total": deal.fen, "currency": "CNY", "payer_currency": "CNY"},
    }


def told_refund(deal: Deal, back: Back, now: datetime) -> Answer:
    """A refund as it is told."""
    done = back.effective_at is not None and back.effective_at <= now
    answer: Answer = {
        "refund_id": back.refund_id,
        "out_refund_no": back.refund_number,
        "transaction_id": deal.gateway_number,
        "out_trade_no": deal.number,
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": beijing(back.asked_at),
        "status": "SUCCESS" if done else "PROCESSING" if back.effective_at else "CLOSED",
        "amount": {"total": deal.fen, "refund": back.fen, "payer_total": deal.fen, "payer_refund": back.fen,
                   "currency": "CNY"},
    }  # fmt: skip
    return answer | {"success_time": beijing(back.effective_at)} if done and back.effective_at else answer


def tell(world: World, deal: Deal, now: datetime, forged: bool) -> None:
    """The shop hears that an order was paid."""
    claimed = msgspec.structs.replace(deal, paid_at=deal.paid_at or now)
    content = json.dumps(["TRANSACTION.SUCCESS", told(world, claimed, now)], ensure_ascii=False)
    news = News(SIDE, deal.number, deal.notify_url, ids.new().hex, content)
    (letters.enqueue_forged if forged else letters.enqueue)(world, news, now)


def tell_refund(world: World, back: Back, now: datetime) -> None:
    """The shop hears that a refund has gone."""
    deal = deals.by_id(world.store, SIDE, back.deal_id)
    assert deal is not None
    answer = told_refund(deal, back, now)
    content = json.dumps(["REFUND.SUCCESS", {**answer, "mchid": MCH_ID, "refund_status": answer["status"]}])
    letters.enqueue(world, News(SIDE, deal.number, back.notify_url, ids.new().hex, content), now)


def beijing(at: datetime) -> str:
    return at.astimezone(BEIJING).isoformat(timespec="seconds")


def _state(world: World, deal: Deal, now: datetime) -> str:
    standing = deals.standing(deal, now)
    if standing != "paid":
        return {"waiting": "NOTPAY", "closed": "CLOSED"}[standing]
    return "REFUND" if deals.promised(deals.refunds_of(world.store, deal)) else "SUCCESS"


def _found(world: World, number: str) -> Deal:
    deal = deals.by_id(world.store, SIDE, number)
    if deal is None:
        raise Refused(404, "ORDER_NOT_EXIST", "订单不存在")
    return deal


def _again(there: Deal, content: tuple[str, int, str], now: datetime) -> Deal:
    if (there.way, there.fen, there.subject) != content:
        raise Refused(400, "INVALID_REQUEST", "请求重入时，参数与首次请求时不一致")
    if there.paid_at is not None:
        raise Refused(400, "ORDERPAID", "该订单已支付")
    if deals.standing(there, now) == "closed":
        raise Refused(400, "ORDER_CLOSED", "该订单已关闭")
    return there


def _where(world: World, deal: Deal) -> Answer:
    url = f"{world.public_url}/{SIDE}/cashier/{deal.token}"
    answers: dict[str, Answer] = {
        "native": {"code_url": url},
        "h5": {"h5_url": url},
        "jsapi": {"prepay_id": f"wx{deal.token}"},
    }
    return answers[deal.way]


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(400, "PARAM_ERROR", "time_expire格式错误") from error
    return at.astimezone(UTC)
