"""Bills of the simulated Alipay: made from its own book, in the form of the real ones."""

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from kith.kit import clock, ids, money
from kith.simulator import bill_faults, keys
from kith.simulator import trade as trades
from kith.simulator import transfer as transfers
from kith.simulator.bill_faults import Kind, Moved, day_of
from kith.simulator.methods import Answer, BusinessFailed, Method
from kith.simulator.trade import BEIJING, beijing
from kith.simulator.world import World

VALID_FOR = timedelta(seconds=30)
READY_AT = time(9)
"""On the next day."""

SCHEMA = (
    bill_faults.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS bill_link (
    token TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    until TEXT NOT NULL
);
"""
)

_TRADE = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,"
    "券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,"
    "分润（元）,备注"
)
_FUND = (
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,"
    "账户余额（元）,交易渠道,业务类型,备注"
)
_TRADES = ("payment", "refund")
_KINDS: dict[Kind, str] = {
    "payment": "在线支付",
    "refund": "交易退款",
    "transfer": "转账",
    "return": "转账退回",
    "fee": "收费",
    "bank": "提现",
}
_TITLES = {"trade": "业务明细", "signcustomer": "账务明细"}


class _Named(zipfile.ZipInfo):
    """A file whose name is written in GBK and without a word about it, as Alipay's are."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 as in the base class
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


class BillAsked(Struct):
    """`biz_content`."""

    bill_type: str
    bill_date: str


class Link(Struct):
    """Where a bill can be fetched for a short while."""

    token: str
    kind: str
    day: str
    until: datetime


def query(world: World, biz: bytes, _: dict[str, str], now: datetime) -> Answer:
    """A link to the bill of a day, which is ready from nine on the next morning."""
    try:
        asked = msgspec.json.decode(biz, type=BillAsked)
        day = date.fromisoformat(asked.bill_date)
    except (msgspec.DecodeError, ValueError) as error:
        raise BusinessFailed("INVAILID_ARGUMENTS", "入参不合法") from error
    if asked.bill_type not in _TITLES:
        raise BusinessFailed("TYPE_NOT_SUPPORTED", "账单类型不支持")
    late = world.faults.strikes("bill_not_ready", None, asked.bill_date)
    if late or now < datetime.combine(day + timedelta(days=1), READY_AT, BEIJING):
        raise BusinessFailed("BILL_NOT_EXIST", "账单不存在")
    token = ids.token()
    world.store.run(
        "INSERT INTO bill_link (token, kind, day, until) VALUES (:token, :kind, :day, :until)",
        token=token,
        kind=asked.bill_type,
        day=day.isoformat(),
        until=now + VALID_FOR,
    )
    return {"bill_download_url": f"{world.public_url}/bills/{token}"}


@get("/bills/{token:str}")
async def fetch(token: FromPath[str], world: NamedDependency[World]) -> Response[Any]:
    now = clock.now()
    link = world.store.one(Link, "SELECT token, kind, day, until FROM bill_link WHERE token = :token", token=token)
    if link is None or now > link.until:
        return Response("gone", status_code=404, media_type="text/plain")
    with world.store.transaction():
        packed = _packed(link.kind, date.fromisoformat(link.day), _moves(world), world)
    return Response(packed, media_type="application/zip")


METHODS: dict[str, Method] = {"alipay.data.dataservice.bill.downloadurl.query": query}
handlers = (fetch,)


def _moves(world: World) -> list[Moved]:
    """All that ever moved the account, in order."""
    now = clock.now()
    named = {trade.number: trade for trade in trades.every(world.store, now)}
    moves = [
        Moved(trade.paid_at, "payment", trade.number, trade.trade_no, trade.fen, title=trade.subject)
        for trade in named.values()
        if trade.paid_at
    ]
    moves += [
        Moved(back.effective_at, "refund", back.number, named[back.number].trade_no, -back.fen, back.refund_number)
        for back in trades.refunds(world.store, now)
        if back.effective_at
    ]
    for sent in transfers.every(world.store):
        stands = transfers.status(sent, now)
        if stands in ("SUCCESS", "REFUND"):
            moves.append(Moved(sent.effective_at, "transfer", sent.number, sent.order_id, -sent.fen, title=sent.title))
        if stands == "REFUND" and sent.returned_at:
            moves.append(Moved(sent.returned_at, "return", sent.number, sent.order_id, sent.fen, title=sent.title))
    return sorted(moves, key=lambda move: (move.at, move.number))


def _packed(kind: str, day: date, moves: list[Moved], world: World) -> bytes:
    rows = _trades(day, moves, world) if kind == "trade" else _funds(day, moves, world)
    cut = bool(world.faults.strikes("bill_cut_off", None, day.isoformat()))
    title, name = _TITLES[kind], f"{keys.SELLER_ID}0156_{day:%Y%m%d}"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, text in (
            (f"{name}_{title}.csv", _text(title, day, _TRADE if kind == "trade" else _FUND, rows)),
            (f"{name}_{title}(汇总).csv", _text(f"{title}汇总", day, "类型,总笔数", [["合计", str(len(rows))]])),
        ):
            written = text.encode("gbk", "replace")
            packed.writestr(_Named(member), written[: len(written) // 2] if cut else written)
    return file.getvalue()


def _text(title: str, day: date, header: str, rows: list[list[str]]) -> str:
    text = io.StringIO()
    text.write(f"#支付宝{title}查询\r\n#账号：[{keys.SELLER_ID}0156]\r\n")
    following = day + timedelta(days=1)
    text.write(f"#起始日期：[{day:%Y年%m月%d日} 00:00:00]   终止日期：[{following:%Y年%m月%d日} 00:00:00]\r\n")
    text.write(f"#-----------------------------------------{title}列表----------------------------------------\r\n")
    writer = csv.writer(text)
    text.write(f"{header}\r\n")
    for row in rows:
        writer.writerow([f"{cell}\t" for cell in row])
    text.write(f"#-----------------------------------------{title}列表结束------------------------------------\r\n")
    text.write(f"#合计：{len(rows)}笔\r\n#导出时间：[{beijing(clock.now())}]\r\n")
    return text.getvalue()


def _trades(day: date, moves: list[Moved], world: World) -> list[list[str]]:
    subjects = {trade.number: trade.subject for trade in trades.every(world.store, clock.now())}
    rows: list[list[str]] = []
    for move in bill_faults.said(world, day, [move for move in moves if move.kind in _TRADES]):
        refund = move.kind == "refund"
        at, amount = beijing(move.at), money.yuan(move.fen)
        row = [move.gateway_number, move.number, "退款" if refund else "交易", subjects.get(move.number, ""), at, at]
        row += ["", "", "", "", "dem***@buyer.example", amount, amount, *["0.00"] * 5, "", "0.00", "0.00"]
        rows.append([*row, move.refund_number, "0.00", "0.00", ""])
    return rows


def _funds(day: date, moves: list[Moved], world: World) -> list[list[str]]:
    rows: list[list[str]] = []
    balance = sum(move.fen for move in moves if day_of(move) < day)
    trades_of_day = [move for move in moves if move.kind in _TRADES and day_of(move) == day]
    came = sum(move.fen for move in trades_of_day if move.fen > 0)
    others = bill_faults.said(world, day, [move for move in moves if move.kind not in _TRADES], came)
    for number, move in enumerate(sorted([*trades_of_day, *others], key=lambda move: move.at)):
        balance += move.fen
        came, went = (money.yuan(move.fen), "") if move.fen > 0 else ("", money.yuan(move.fen))
        entry = f"{move.at.astimezone(BEIJING):%Y%m%d}{number:012d}"
        row = [
            entry,
            move.gateway_number,
            move.number,
            move.title or move.refund_number,
            beijing(move.at),
            "dem***@buyer.example",
        ]
        rows.append([*row, came, went, money.yuan(balance), "支付宝", _KINDS[move.kind], ""])
    return rows
