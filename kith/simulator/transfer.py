"""Transfers out of the shop's account as the simulated Alipay keeps and makes them: rows, states, methods."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec import Struct

from kith.kit import ids, money
from kith.simulator import trade as trades
from kith.simulator.methods import Answer, BusinessFailed, Method
from kith.simulator.store import Store
from kith.simulator.trade import beijing
from kith.simulator.world import World

Status = Literal["DEALING", "SUCCESS", "FAIL", "REFUND"]

DEALT_FOR = timedelta(hours=6)
RETURNED_AFTER = timedelta(days=1)
SMALLEST_FEN = 10

SCHEMA = """
CREATE TABLE IF NOT EXISTS transfer (
    number TEXT PRIMARY KEY,      -- out_biz_no: the shop's own
    order_id TEXT NOT NULL UNIQUE,
    fund_order_id TEXT NOT NULL,
    fen INTEGER NOT NULL CHECK (fen > 0),
    identity TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    effective_at TEXT NOT NULL,   -- when the dealing is over
    error_code TEXT,              -- then nothing was paid
    returned_at TEXT              -- when what was paid comes back
);
"""

_TRANSFER = """
SELECT number, order_id, fund_order_id, fen, identity, name, title, asked_at, effective_at, error_code, returned_at
FROM transfer
"""


class Transfer(Struct):
    """One transfer; `status` tells how it stands at a moment."""

    number: str
    order_id: str
    fund_order_id: str
    fen: int
    identity: str
    name: str
    title: str
    asked_at: datetime
    effective_at: datetime
    error_code: str | None
    returned_at: datetime | None


class Payee(Struct):
    """`payee_info`."""

    identity: str
    identity_type: str
    name: str = ""


class TransferAsked(Struct):
    """`biz_content` of uni.transfer, as far as it is played."""

    out_biz_no: str
    trans_amount: str | float
    product_code: str
    biz_scene: str
    payee_info: Payee
    order_title: str = ""


class TransferNamed(Struct):
    """`biz_content` of common.query."""

    out_biz_no: str | None = None
    order_id: str | None = None


def status(transfer: Transfer, now: datetime) -> Status:
    if now < transfer.effective_at:
        return "DEALING"
    if transfer.error_code is not None:
        return "FAIL"
    return "REFUND" if transfer.returned_at is not None and now >= transfer.returned_at else "SUCCESS"


def every(store: Store) -> list[Transfer]:
    return store.all(Transfer, f"{_TRANSFER} ORDER BY asked_at, number")


def balance(store: Store, now: datetime) -> int:
    """What the shop has at this moment: paid less refunded, less what went out or is about to."""
    paid = sum(trade.fen for trade in trades.every(store, now) if trade.paid_at)
    refunded = sum(refund.fen for refund in trades.refunds(store, now))
    gone = sum(each.fen for each in every(store) if status(each, now) in ("DEALING", "SUCCESS"))
    return paid - refunded - gone


def transfer(world: World, biz: bytes, params: dict[str, str], now: datetime) -> Answer:
    """Money to somebody's account, once a number: the same again is answered as it stands. Checks: certificate mode,
    form, amount, the same content as the first time, the payee's name, the shop's balance."""
    if "app_cert_sn" not in params:
        raise BusinessFailed("PERMIT_CHECK_PERM_LIMITED", "该接口仅支持证书签名方式")
    asked = _asked(biz)
    fen = _fen(asked.trans_amount)
    before = _by_number(world.store, asked.out_biz_no)
    payee = asked.payee_info
    if before is not None:
        if (before.fen, before.identity, before.name) != (fen, payee.identity, payee.name):
            raise BusinessFailed("PAYMENT_INFO_INCONSISTENCY", "两次请求商户单号一样，但是参数不一致")
        return _answer(before, now)
    if world.faults.strikes("transfer_name_refused", number=asked.out_biz_no):
        raise BusinessFailed("PAYEE_USERINFO_ERROR", "收款方用户信息错误")
    if balance(world.store, now) < fen:
        raise BusinessFailed("PAYER_BALANCE_NOT_ENOUGH", "付款方余额不足")
    fails = world.faults.strikes("transfer_failed", number=asked.out_biz_no) is not None
    slow = fails or world.faults.strikes("transfer_dealing", number=asked.out_biz_no) is not None
    effective_at = now + DEALT_FOR if slow else now
    returned = world.faults.strikes("transfer_returned", number=asked.out_biz_no) is not None
    fresh = Transfer(
        number=asked.out_biz_no,
        order_id=f"{now.astimezone(trades.BEIJING):%Y%m%d}110070{ids.digits(18)}",
        fund_order_id=f"{now.astimezone(trades.BEIJING):%Y%m%d}110075{ids.digits(18)}",
        fen=fen,
        identity=payee.identity,
        name=payee.name,
        title=asked.order_title,
        asked_at=now,
        effective_at=effective_at,
        error_code="PAYEE_ACCOUNT_STATUS_ERROR" if fails else None,
        returned_at=effective_at + RETURNED_AFTER if returned else None,
    )
    world.store.run(
        "INSERT INTO transfer (number, order_id, fund_order_id, fen, identity, name, title, asked_at, effective_at,"
        " error_code, returned_at) VALUES (:number, :order_id, :fund_order_id, :fen, :identity, :name, :title,"
        " :asked_at, :effective_at, :error_code, :returned_at)",
        **msgspec.structs.asdict(fresh),
    )
    return _answer(fresh, now)


def query(world: World, biz: bytes, _: dict[str, str], now: datetime) -> Answer:
    """How a transfer stands, with its amount."""
    try:
        named = msgspec.json.decode(biz, type=TransferNamed)
    except msgspec.DecodeError as error:
        raise BusinessFailed("INVALID_PARAMETER", "参数无效") from error
    if not (named.out_biz_no or named.order_id):
        raise BusinessFailed("INVALID_PARAMETER", "参数无效")
    found = world.store.one(
        Transfer,
        f"{_TRANSFER} WHERE number = :number OR order_id = :order_id",
        number=named.out_biz_no,
        order_id=named.order_id,
    )
    if found is None:
        raise BusinessFailed("ORDER_NOT_EXIST", "转账订单不存在")
    answer = _answer(found, now) | {"trans_amount": money.yuan(found.fen), "order_fee": "0.00"}
    stands = status(found, now)
    if stands == "FAIL":
        return answer | {"error_code": found.error_code or "", "fail_reason": "收款方账户异常"}
    return answer if stands == "DEALING" else answer | {"pay_date": beijing(found.effective_at)}


METHODS: dict[str, Method] = {
    "alipay.fund.trans.uni.transfer": transfer,
    "alipay.fund.trans.common.query": query,
}


def _asked(biz: bytes) -> TransferAsked:
    try:
        asked = msgspec.json.decode(biz, type=TransferAsked)
    except msgspec.DecodeError as error:
        raise BusinessFailed("INVALID_PARAMETER", "参数无效") from error
    if not 1 <= len(asked.out_biz_no) <= 64 or not asked.payee_info.identity:
        raise BusinessFailed("INVALID_PARAMETER", "参数无效")
    if (asked.product_code, asked.biz_scene) != ("TRANS_ACCOUNT_NO_PWD", "DIRECT_TRANSFER"):
        raise BusinessFailed("INVALID_PARAMETER", "参数无效")
    if asked.payee_info.identity_type == "ALIPAY_LOGON_ID" and not asked.payee_info.name:
        raise BusinessFailed("PAYEE_USERINFO_ERROR", "收款方姓名必填")
    return asked


def _fen(amount: str | float) -> int:
    try:
        fen = money.fen(str(amount))
    except ValueError as error:
        raise BusinessFailed("INVALID_PARAMETER", "金额格式错误") from error
    if fen < SMALLEST_FEN:
        raise BusinessFailed("EXCEED_LIMIT_MM_AMOUNT", "金额低于最低限额")
    return fen


def _by_number(store: Store, number: str) -> Transfer | None:
    return store.one(Transfer, f"{_TRANSFER} WHERE number = :number", number=number)


def _answer(found: Transfer, now: datetime) -> Answer:
    answer = {
        "out_biz_no": found.number,
        "order_id": found.order_id,
        "pay_fund_order_id": found.fund_order_id,
        "status": status(found, now),
    }
    return answer if answer["status"] == "DEALING" else answer | {"trans_date": beijing(found.effective_at)}
