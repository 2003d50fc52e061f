"""Bills of the simulated WeChat Pay: made from its own book, in the form of the real ones."""

import csv
import hashlib
import io
from datetime import date, datetime, time, timedelta
from operator import itemgetter

from msgspec import Struct

from kith.kit import ids, money
from kith.simulator import deals
from kith.simulator.trade import BEIJING
from kith.simulator.wechatpay import transfers
from kith.simulator.wechatpay.access import APP_ID, MCH_ID
from kith.simulator.wechatpay.orders import OPENID, SIDE, Answer, Refused
from kith.simulator.world import World

READY_AT = time(9)
"""On the next day."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS wechat_bill (token TEXT PRIMARY KEY, kind TEXT NOT NULL, content TEXT NOT NULL);
"""

_TRADE = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
_FUND = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,"
    "备注,业务凭证号"
)


class _Bill(Struct):
    token: str
    kind: str
    content: str


class _Moved(Struct):
    at: datetime
    kind: str
    gateway_number: str
    number: str
    fen: int


def trades(world: World, named: dict[str, str], _: bytes, now: datetime) -> Answer:
    """A link to the trades of a day, which are ready from nine on the next morning."""
    day = _day(named, now)
    rows: list[list[str]] = []
    for deal in deals.every(world.store, SIDE):
        if deal.paid_at is not None:
            common = [APP_ID, MCH_ID, "0", "", deal.gateway_number, deal.number, OPENID]
            common.append({"native": "NATIVE", "h5": "MWEB", "jsapi": "JSAPI"}[deal.way])
            yuan = money.yuan(deal.fen)
            paid = ["SUCCESS", "OTHERS", "CNY", yuan, "0.00", "0", "0", "0.00", "0.00", "", ""]
            after = [deal.subject, "", "0.00000", "0.00%"]
            rows.append([_at(deal.paid_at), *common, *paid, *after, yuan, "0.00", ""])
            for back in deals.refunds_of(world.store, deal):
                if back.effective_at is None or back.effective_at > now:
                    continue
                gone = money.yuan(back.fen)
                told = ["REFUND", "OTHERS", "CNY", "0.00", "0.00", back.refund_id, back.refund_number, gone, "0.00"]
                rows.append([_at(back.effective_at), *common, *told, "ORIGINAL", "SUCCESS", *after, "0.00", gone, ""])
    return _kept(
        world, "trades", _TRADE, [row for row in sorted(rows, key=itemgetter(0)) if row[0].startswith(day.isoformat())]
    )


def funds(world: World, named: dict[str, str], _: bytes, now: datetime) -> Answer:
    """The same of all that moved the account."""
    day = _day(named, now)
    rows: list[list[str]] = []
    balance = 0
    for place, move in enumerate(_moves(world, now)):
        balance += move.fen
        if move.at.astimezone(BEIJING).date() != day:
            continue
        way = "收入" if move.fen > 0 else "支出"
        entry = f"{move.at.astimezone(BEIJING):%Y%m%d}{place:012d}"
        row = [_at(move.at), move.gateway_number, entry, move.kind, move.kind, way, money.yuan(abs(move.fen))]
        rows.append([*row, money.yuan(balance), "system", "", move.number])
    return _kept(world, "funds", _FUND, rows)


def fetch(world: World, named: dict[str, str]) -> bytes | None:
    """What lies behind a link."""
    found = world.store.one(
        _Bill, "SELECT token, kind, content FROM wechat_bill WHERE token = :token", token=named.get("token", "")
    )
    return found.content.encode() if found else None


def _moves(world: World, now: datetime) -> list[_Moved]:
    named = {deal.deal_id: deal for deal in deals.every(world.store, SIDE)}
    moves = [
        _Moved(deal.paid_at, "交易", deal.gateway_number, deal.number, deal.fen)
        for deal in named.values()
        if deal.paid_at
    ]
    moves += [
        _Moved(back.effective_at, "退款", named[back.deal_id].gateway_number, back.refund_number, -back.fen)
        for back in deals.refunds(world.store, SIDE, now)
        if back.effective_at
    ]
    moves += [
        _Moved(sent.confirmed_at, "商家转账", sent.bill_no, sent.number, -sent.fen)
        for sent in transfers.every(world.store)
        if sent.confirmed_at
    ]
    return sorted(moves, key=lambda move: (move.at, move.number))


def _day(named: dict[str, str], now: datetime) -> date:
    try:
        day = date.fromisoformat(named.get("bill_date", ""))
    except ValueError as error:
        raise Refused(400, "PARAM_ERROR", "账单日期错误") from error
    if now < datetime.combine(day + timedelta(days=1), READY_AT, BEIJING):
        raise Refused(400, "NO_STATEMENT_EXIST", "账单文件不存在")
    return day


def _kept(world: World, kind: str, header: str, rows: list[list[str]]) -> Answer:
    text = io.StringIO()
    text.write(f"{header}\r\n")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([f"`{cell}" for cell in row])
    sums = "总交易单数,应结订单总金额" if kind == "trades" else "资金流水总笔数,收入笔数"
    text.write(f"{sums}\r\n`{len(rows)},`0.00\r\n")
    content, token = "\ufeff" + text.getvalue(), ids.token()
    world.store.run(
        "INSERT INTO wechat_bill (token, kind, content) VALUES (:token, :kind, :content)",
        token=token,
        kind=kind,
        content=content,
    )
    return {
        "hash_type": "SHA1",
        "hash_value": hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest(),
        "download_url": f"{world.public_url}/v3/billdownload/file?token={token}",
    }


def _at(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
