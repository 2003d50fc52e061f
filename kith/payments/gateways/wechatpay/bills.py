"""WeChat Pay's bills: where one may be fetched from, and what stands in it. CSV in UTF-8, each field behind a backtick.

A second header begins the sums, which are not read.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from kith.payments.bill import BadBill, BillKind, BillLine, FundLine, Movement, TradeLine
from kith.payments.gateways.wechatpay.message import BEIJING

MISSING = frozenset({"NO_STATEMENT_EXIST", "STATEMENT_CREATING"})
MOST_BYTES = 512 * 1024 * 1024

_FIRST = {"交易时间": "trades", "记账时间": "funds"}
_MOVEMENTS: dict[str, Movement] = {
    "交易": "payment",
    "退款": "refund",
    "商家转账": "payout",
    "商家转账退回": "return",
    "扣除交易手续费": "fee",
    "提现": "bank",
}
_SUMS = ("总交易单数", "资金流水总笔数")
_MOST_FIELD = 100_000
_YUAN = re.compile(r"(-?)(\d{1,13})(?:\.(\d{1,2}))?")

Row = dict[str, str]


def target(day: date, kind: BillKind) -> str:
    """The question for the bill of a day."""
    if kind == "trades":
        return f"/v3/bill/tradebill?bill_date={day.isoformat()}&bill_type=ALL"
    return f"/v3/bill/fundflowbill?bill_date={day.isoformat()}&account_type=BASIC"


def trusted(url: str, gateway: str) -> bool:
    """Whether it may be asked, with our signature: the gateway's own host, or WeChat Pay's over TLS."""
    try:
        asked, own = urlsplit(url), urlsplit(gateway)
        port = asked.port
    except ValueError:
        return False
    if asked.username is not None or asked.password is not None:
        return False
    if (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
        return True
    hosts = (asked.hostname or "", own.hostname or "")
    return (asked.scheme, port) in (("https", None), ("https", 443)) and all(
        host.endswith(".mch.weixin.qq.com") for host in hosts
    )


def is_whole(path: Path, sha1: str) -> bool:
    """Whether it is the bill that WeChat meant; otherwise it is thrown away."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
    if found != sha1.lower():
        path.unlink()
    return found == sha1.lower()


def lines(path: Path) -> Iterator[BillLine]:
    """The rows of a bill, read one by one. Raises `BadBill`."""
    csv.field_size_limit(_MOST_FIELD)
    header: list[str] | None = None
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            for cells in csv.reader(text):
                row = [cell.strip().removeprefix("`") for cell in cells]
                if header is None:
                    if not row or row[0] not in _FIRST:
                        raise BadBill("another header")
                    header = row
                elif row and row[0] in _SUMS:
                    return
                elif len(row) != len(header):
                    raise BadBill("a row of another length")
                else:
                    yield _line(dict(zip(header, row, strict=True)))
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise BadBill("not CSV") from error
    raise BadBill("cut off")


def _line(row: Row) -> BillLine:
    try:
        return _trade(row) if "交易时间" in row else _fund(row)
    except (KeyError, ValueError) as error:
        raise BadBill("a row of another form") from error


def _trade(row: Row) -> TradeLine:
    """A refund has its own sums beside those of its trade; `REVOKED` and others move nothing that we know of."""
    refund = row["交易状态"] == "REFUND"
    fen = -_fen(row["申请退款金额"]) if refund else _fen(row["订单金额"])
    return TradeLine(
        kind="refund" if refund else "payment" if row["交易状态"] == "SUCCESS" else "other",
        number=row["商户订单号"],
        gateway_number=row["微信订单号"],
        refund_number=row["商户退款单号"] or None if refund else None,
        subject=row["商品名称"],
        fen=fen,
        received_fen=-_fen(row["退款金额"]) if refund else _fen(row["应结订单金额"]),
        fee_fen=_hundredths(row["手续费"]),
        done_at=_moment(row["交易时间"]),
    )


def _fund(row: Row) -> FundLine:
    fen = _fen(row["收支金额(元)"])
    return FundLine(
        kind=row["业务类型"],
        entry_number=row["资金流水单号"],
        number=row["业务凭证号"],
        gateway_number=row["微信支付业务单号"],
        fen=-fen if row["收支类型"] == "支出" else fen,
        balance_fen=_fen(row["账户结余(元)"]),
        at=_moment(row["记账时间"]),
        movement=_MOVEMENTS.get(row["业务类型"], "other"),
    )


def _fen(text: str) -> int:
    form = _YUAN.fullmatch(text or "0")
    if form is None:
        raise ValueError("not an amount")
    fen = int(form[2]) * 100 + int((form[3] or "").ljust(2, "0"))
    return -fen if form[1] else fen


def _hundredths(text: str) -> int:
    """A fee is written with five decimals; here in whole fen."""
    try:
        return int((Decimal(text or "0") * 100).to_integral_value())
    except ArithmeticError as error:
        raise ValueError("not a fee") from error


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING).astimezone(UTC)
