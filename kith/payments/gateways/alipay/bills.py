"""Alipay's bills: where one may be fetched from, and what stands in it. A zip of CSV files in GBK, as of its own pages.

Lines that begin with `#` surround the rows; the sums stand in a second file, which is not read. Fields may be followed
by a tab, and quoted ones may hold commas, quotes and line ends.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import SplitResult, urlsplit

from kith.payments.bill import BadBill, BillKind, BillLine, FundLine, Movement, TradeLine, TradeLineKind
from kith.payments.gateways.alipay import message

METHOD = "alipay.data.dataservice.bill.downloadurl.query"
TYPES: dict[BillKind, str] = {"trades": "trade", "funds": "signcustomer"}
MISSING = frozenset({"BILL_NOT_EXIST", "NO_BILL_DATA"})
MOST_BYTES = 512 * 1024 * 1024
"""Of what is fetched, and of what it unpacks to."""

_MOST_FIELD = 100_000
_YUAN = re.compile(r"([+-]?)(\d{1,13})(?:\.(\d{1,2}))?")
_KINDS: dict[str, TradeLineKind] = {"交易": "payment", "退款": "refund"}
_MOVEMENTS: dict[str, Movement] = {
    "在线支付": "payment",
    "交易付款": "payment",
    "交易退款": "refund",
    "转账": "payout",
    "转账退回": "return",
    "收费": "fee",
    "服务费": "fee",
    "提现": "bank",
}

Row = dict[str, str]


def trusted(url: str, gateway: str) -> str | None:
    """The address as it may be asked, None for one that is not the gateway's: its own host, or Alipay's over TLS."""
    try:
        asked, own = urlsplit(url), urlsplit(gateway)
        port = asked.port
    except ValueError:
        return None
    if asked.username is not None or asked.password is not None:
        return None
    if (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
        return url
    host = asked.hostname or ""
    if asked.scheme not in ("http", "https") or port not in (None, 80, 443):
        return None
    if not _is_alipays(own.hostname or "") or not _is_alipays(host):
        return None
    return SplitResult("https", host, asked.path, asked.query, "").geturl()


def lines(path: Path, most: int = MOST_BYTES) -> Iterator[BillLine]:
    """The rows of a bill, read one by one, as long as it unpacks to no more bytes than `most`. Raises `BadBill`."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [member for member in packed.infolist() if "汇总" not in _name(member) and not member.is_dir()]
            if not members or sum(member.file_size for member in members) > most:
                raise BadBill("empty or too large")
            for member in members:
                with packed.open(member) as unpacked:
                    yield from _read(unpacked)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise BadBill("not a zip") from error


def _read(unpacked: IO[bytes]) -> Iterator[BillLine]:
    text = io.TextIOWrapper(unpacked, encoding="gb18030", errors="replace", newline="")
    csv.field_size_limit(_MOST_FIELD)
    header: list[str] | None = None
    try:
        for cells in csv.reader(text):
            row = [cell.strip() for cell in cells]
            if header is None:
                header = row if row and row[0] in ("支付宝交易号", "账务流水号") else None
            elif row and row[0].startswith("#") and len(row) < len(header):
                return
            elif len(row) != len(header):
                raise BadBill("a row of another length")
            else:
                yield _line(dict(zip(header, row, strict=True)))
    except csv.Error as error:
        raise BadBill("not CSV") from error
    raise BadBill("cut off")


def _line(row: Row) -> BillLine:
    try:
        return _trade(row) if "支付宝交易号" in row else _fund(row)
    except (KeyError, ValueError) as error:
        raise BadBill("a row of another form") from error


def _trade(row: Row) -> TradeLine:
    return TradeLine(
        kind=_KINDS.get(row["业务类型"], "other"),
        number=row["商户订单号"],
        gateway_number=row["支付宝交易号"],
        refund_number=row["退款批次号/请求号"] or None,
        subject=row["商品名称"],
        fen=_fen(row["订单金额（元）"]),
        received_fen=_fen(row["商家实收（元）"]),
        fee_fen=_fen(row["服务费（元）"]),
        done_at=_moment(row["完成时间"]),
    )


def _fund(row: Row) -> FundLine:
    return FundLine(
        kind=row["业务类型"],
        entry_number=row["账务流水号"],
        number=row["商户订单号"],
        gateway_number=row["业务流水号"],
        fen=abs(_fen(row["收入金额（+元）"])) - abs(_fen(row["支出金额（-元）"])),
        balance_fen=_fen(row["账户余额（元）"]),
        at=_moment(row["发生时间"]),
        movement=_MOVEMENTS.get(row["业务类型"], "other"),
    )


def _fen(text: str) -> int:
    """With a sign, which other amounts of Alipay's never have; nothing is zero."""
    form = _YUAN.fullmatch(text or "0")
    if form is None:
        raise ValueError("not an amount")
    fen = int(form[2]) * 100 + int((form[3] or "").ljust(2, "0"))
    return -fen if form[1] == "-" else fen


def _moment(text: str) -> datetime:
    return message.moment(text)


def _name(member: zipfile.ZipInfo) -> str:
    """Names without the mark of UTF-8 are GBK, which the zip format does not know."""
    if member.flag_bits & 0x800:
        return member.filename
    return member.filename.encode("cp437", "replace").decode("gb18030", "replace")


def _is_alipays(host: str) -> bool:
    return host.endswith((".alipay.com", ".alipaydev.com"))
