"""Transfers out of the merchant's account at the simulated WeChat Pay, which their payees confirm on its page."""

from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from kith.kit import clock, ids
from kith.simulator import counter, deals, pages
from kith.simulator.store import Store
from kith.simulator.trade import BEIJING
from kith.simulator.wechatpay import seal
from kith.simulator.wechatpay.access import APP_ID, MCH_ID, TRANSFER_SCENE
from kith.simulator.wechatpay.orders import SIDE, Answer, Refused, beijing, decoded
from kith.simulator.world import World

State = Literal["ACCEPTED", "WAIT_USER_CONFIRM", "SUCCESS", "FAIL", "CANCELLED"]

DEALT_FOR = timedelta(hours=6)
CONFIRMED_WITHIN = timedelta(days=1)

SCHEMA = """
CREATE TABLE IF NOT EXISTS wechat_transfer (
    number TEXT PRIMARY KEY,      -- out_bill_no: the merchant's own
    bill_no TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL UNIQUE,   -- names the page on which it is confirmed
    fen INTEGER NOT NULL CHECK (fen > 0),
    openid TEXT NOT NULL,
    name TEXT NOT NULL,
    remark TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    waits_from TEXT NOT NULL,     -- until then it is looked at
    fails TEXT,                   -- why nothing is paid, from then on
    confirmed_at TEXT,
    cancelled_at TEXT
);
"""

_LATER = ("confirmed_at", "cancelled_at")
_TRANSFER = """
SELECT number, bill_no, token, fen, openid, name, remark, asked_at, waits_from, fails, confirmed_at, cancelled_at
FROM wechat_transfer
"""


class Transfer(Struct):
    """One transfer; `state` tells how it stands at a moment."""

    number: str
    bill_no: str
    token: str
    fen: int
    openid: str
    name: str
    remark: str
    asked_at: datetime
    waits_from: datetime
    fails: str | None
    confirmed_at: datetime | None
    cancelled_at: datetime | None


class _Asked(Struct):
    appid: str
    out_bill_no: str
    transfer_scene_id: str
    openid: str
    transfer_amount: int
    transfer_remark: str
    transfer_scene_report_infos: list[dict[str, str]]
    user_name: str = ""


def state(transfer: Transfer, now: datetime) -> State:
    if transfer.cancelled_at is not None:
        return "CANCELLED"
    if now < transfer.waits_from:
        return "ACCEPTED"
    if transfer.fails is not None:
        return "FAIL"
    if transfer.confirmed_at is not None:
        return "SUCCESS"
    return "FAIL" if now >= transfer.waits_from + CONFIRMED_WITHIN else "WAIT_USER_CONFIRM"


def every(store: Store) -> list[Transfer]:
    return store.all(Transfer, f"{_TRANSFER} ORDER BY asked_at, number")


def balance(store: Store, now: datetime) -> int:
    """What the merchant has: paid less refunded, less what went out or may yet."""
    paid = sum(deal.fen for deal in deals.every(store, SIDE) if deal.paid_at)
    refunded = sum(back.fen for back in deals.refunds(store, SIDE, now))
    gone = sum(each.fen for each in every(store) if state(each, now) not in ("FAIL", "CANCELLED"))
    return paid - refunded - gone


def transfer(world: World, _: dict[str, str], body: bytes, now: datetime) -> Answer:
    """Money to somebody, once a number: the same again is answered as it stands. Checks: form, the scene, the same
    content as the first time, the balance. Another name fails it."""
    asked = decoded(body, _Asked)
    if asked.appid != APP_ID or asked.transfer_amount < 10 or not asked.openid or "@" in asked.openid:
        raise Refused(400, "PARAM_ERROR", "参数错误")
    if asked.transfer_scene_id != TRANSFER_SCENE or not asked.transfer_scene_report_infos:
        raise Refused(400, "INVALID_REQUEST", "转账场景不合法")
    name = seal.opened(world.home, asked.user_name) if asked.user_name else ""
    if name is None:
        raise Refused(400, "PARAM_ERROR", "敏感字段解密失败")
    before = _by_number(world.store, asked.out_bill_no)
    if before is not None:
        if (before.fen, before.openid, before.name) != (asked.transfer_amount, asked.openid, name):
            raise Refused(400, "INVALID_REQUEST", "重入参数不一致")
        return _answer(world, before, now)
    if balance(world.store, now) < asked.transfer_amount:
        raise Refused(403, "NOT_ENOUGH", "资金不足")

    def strikes(fault: str) -> bool:
        return world.faults.strikes(fault, number=asked.out_bill_no) is not None

    misnamed, fails = strikes("transfer_name_refused"), strikes("transfer_failed")
    slow = fails or strikes("transfer_dealing")
    world.faults.strikes("transfer_returned", number=asked.out_bill_no)
    fresh = Transfer(
        number=asked.out_bill_no,
        bill_no=f"1330{now.astimezone(BEIJING):%Y%m%d}{ids.digits(20)}",
        token=ids.token(),
        fen=asked.transfer_amount,
        openid=asked.openid,
        name=name,
        remark=asked.transfer_remark,
        asked_at=now,
        waits_from=now + DEALT_FOR if slow and not misnamed else now,
        fails="NAME_NOT_CORRECT" if misnamed else "ACCOUNT_FROZEN" if fails else None,
        confirmed_at=None,
        cancelled_at=None,
    )
    world.store.run(
        "INSERT INTO wechat_transfer (number, bill_no, token, fen, openid, name, remark, asked_at, waits_from, fails)"
        " VALUES (:number, :bill_no, :token, :fen, :openid, :name, :remark, :asked_at, :waits_from, :fails)",
        **{name: value for name, value in msgspec.structs.asdict(fresh).items() if name not in _LATER},
    )
    return _answer(world, fresh, now)


def query(world: World, named: dict[str, str], _: bytes, now: datetime) -> Answer:
    """How it stands, without what its payee is shown."""
    found = _found(world, named["number"])
    answer = {key: value for key, value in _answer(world, found, now).items() if key != "package_info"}
    return answer | {
        "mch_id": MCH_ID,
        "appid": APP_ID,
        "transfer_amount": found.fen,
        "transfer_remark": found.remark,
        "openid": found.openid,
        "update_time": beijing(found.confirmed_at or found.cancelled_at or found.waits_from),
    }


def cancel(world: World, named: dict[str, str], _: bytes, now: datetime) -> Answer:
    """The merchant takes back what nobody has confirmed."""
    found = _found(world, named["number"])
    if state(found, now) not in ("ACCEPTED", "WAIT_USER_CONFIRM", "CANCELLED"):
        raise Refused(400, "INVALID_REQUEST", "当前状态不可撤销")
    world.store.run(
        "UPDATE wechat_transfer SET cancelled_at = :now WHERE number = :number AND cancelled_at IS NULL",
        now=now,
        number=found.number,
    )
    return {
        "out_bill_no": found.number,
        "transfer_bill_no": found.bill_no,
        "state": "CANCELING",
        "update_time": beijing(now),
    }


@get("/wechatpay/transfers/{token:str}")
async def show(request: Request[Any, Any, Any], token: FromPath[str], world: NamedDependency[World]) -> Response[str]:
    """What a payee is asked to confirm."""
    return _page(request, world, token)


@post("/wechatpay/transfers/{token:str}", status_code=200)
async def confirm(
    request: Request[Any, Any, Any], token: FromPath[str], world: NamedDependency[World]
) -> Response[str]:
    """The payee says yes."""
    found, now = _by_token(world.store, token), clock.now()
    if found is not None and state(found, now) == "WAIT_USER_CONFIRM":
        world.store.run(
            "UPDATE wechat_transfer SET confirmed_at = :now WHERE number = :number", now=now, number=found.number
        )
    return _page(request, world, token)


handlers = (show, confirm)


def _page(request: Request[Any, Any, Any], world: World, token: str) -> Response[str]:
    languages = request.headers.get("accept-language")
    found = _by_token(world.store, token)
    match state(found, clock.now()) if found else None:
        case "WAIT_USER_CONFIRM" if found:
            return counter.html(pages.confirm_page(f"/wechatpay/transfers/{token}", found.fen, languages), 200)
        case "SUCCESS":
            return counter.html(pages.received_page(languages), 200)
        case _:
            return counter.html(pages.unknown_page(languages), 404)


def _by_number(store: Store, number: str) -> Transfer | None:
    return store.one(Transfer, f"{_TRANSFER} WHERE number = :number", number=number)


def _by_token(store: Store, token: str) -> Transfer | None:
    return store.one(Transfer, f"{_TRANSFER} WHERE token = :token", token=token)


def _found(world: World, number: str) -> Transfer:
    found = _by_number(world.store, number)
    if found is None:
        raise Refused(404, "NOT_FOUND", "转账单不存在")
    return found


def _answer(world: World, found: Transfer, now: datetime) -> Answer:
    stands = state(found, now)
    answer: Answer = {
        "out_bill_no": found.number,
        "transfer_bill_no": found.bill_no,
        "create_time": beijing(found.asked_at),
        "state": stands,
    }
    if stands == "FAIL":
        answer["fail_reason"] = found.fails or "OVERDUE_CLOSE"
    if stands == "WAIT_USER_CONFIRM":
        answer["package_info"] = f"{world.public_url}/wechatpay/transfers/{found.token}"
    return answer
