"""Alipay's bills: read whatever stands in them, and fetched from nobody else."""

import io
import zipfile
from pathlib import Path

import pytest

from kith.payments.bill import BadBill, FundLine, TradeLine
from kith.payments.gateways.alipay import bills

TRADE = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
    "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)
FUND = (
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,"
    "交易渠道,业务类型,备注"
)
HEAD = "#支付宝业务明细查询\r\n#账号：[20881021011657260156]\r\n#起始日期：[2017年01月01日 00:00:00]\r\n#---列表---\r\n"
TAIL = "#---列表结束---\r\n#交易合计：1笔，退款合计：1笔\r\n#导出时间：[2017年01月03日 09:00:00]\r\n"
HOSTILE = '玫瑰, "红",\r\n#一枝\t'


class Named(zipfile.ZipInfo):
    """A name in GBK that does not say so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 as in the base class
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def trade(subject: str = "花", kind: str = "交易", amount: str = "20.00", refund: str = "", fee: str = "0.12") -> str:
    quoted = '"' + subject.replace('"', '""') + '"'
    return (
        f"2017010121001004\t,n1\t,{kind},{quoted},2017-01-01 10:00:00,2017-01-01 10:00:05,,,,,wen***@a.example,"
        f"{amount},{amount},0.00,0.00,0.00,0.00,0.00,,0.00,0.00,{refund}\t,{fee},0.00,\r\n"
    )


def packed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "bill.zip"
    with zipfile.ZipFile(path, "w") as bill:
        bill.writestr(Named("2088_20170101_业务明细.csv"), text.encode("gbk"))
        bill.writestr(Named("2088_20170101_业务明细(汇总).csv"), "#汇总\r\n".encode("gbk"))
    return path


def test_trades_are_read_with_whatever_stands_in_them(tmp_path: Path) -> None:
    rows = (
        trade(HOSTILE) + trade(kind="退款", amount="-5.00", refund="r1", fee="-0.03") + trade(kind="其它", amount="1")
    )
    paid, back, other = bills.lines(packed(tmp_path, HEAD + TRADE + "\r\n" + rows + TAIL))
    assert isinstance(paid, TradeLine)
    assert (paid.kind, paid.number, paid.gateway_number) == ("payment", "n1", "2017010121001004")
    assert (paid.fen, paid.received_fen, paid.fee_fen, paid.refund_number) == (2_000, 2_000, 12, None)
    assert paid.subject == HOSTILE.strip()
    assert paid.done_at.isoformat() == "2017-01-01T02:00:05+00:00"
    assert isinstance(back, TradeLine)
    assert (back.kind, back.fen, back.fee_fen, back.refund_number) == ("refund", -500, -3, "r1")
    assert isinstance(other, TradeLine)
    assert other.kind == "other"


def test_funds_are_read(tmp_path: Path) -> None:
    rows = (
        "1\t,T1\t,n1\t,花,2017-01-01 10:00:05,wen***,20.00,,120.00,支付宝,在线支付,\r\n"
        "2\t,T2\t,p1\t,Kith,2017-01-01 11:00:05,wen***,,-7.50,112.50,支付宝,转账,\r\n"
        "3\t,T3\t,\t,,2017-01-01 12:00:05,,,0.12,112.38,支付宝,收费,\r\n"
    )
    found = list(bills.lines(packed(tmp_path, HEAD + FUND + "\r\n" + rows + TAIL)))
    assert [(line.number, line.fen, line.balance_fen, line.kind) for line in found if isinstance(line, FundLine)] == [
        ("n1", 2_000, 12_000, "在线支付"),
        ("p1", -750, 11_250, "转账"),
        ("", -12, 11_238, "收费"),
    ]


def test_a_day_without_trades_is_an_empty_bill(tmp_path: Path) -> None:
    assert list(bills.lines(packed(tmp_path, HEAD + TRADE + "\r\n" + TAIL))) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        HEAD + TRADE + "\r\n" + trade(),
        HEAD + TRADE + "\r\n1,2,3\r\n" + TAIL,
        HEAD + TRADE + "\r\n" + trade(amount="1e3") + TAIL,
        HEAD + TRADE + "\r\n" + trade().replace("2017-01-01 10:00:05", "yesterday") + TAIL,
        HEAD + TRADE.replace("服务费", "费") + "\r\n" + trade() + TAIL,
    ],
)
def test_what_is_cut_off_or_of_another_form_is_not_believed(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadBill):
        list(bills.lines(packed(tmp_path, text)))


def test_what_is_no_zip_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "bill.zip"
    good = packed(tmp_path, HEAD + TRADE + "\r\n" + trade() * 50 + TAIL).read_bytes()
    for noise in (b"", b"<html>gone</html>", good[: len(good) // 2]):
        path.write_bytes(noise)
        with pytest.raises(BadBill):
            list(bills.lines(path))


def test_what_unpacks_to_too_much_is_not_read(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bill:
        bill.writestr("a.csv", HEAD + "#" * 20_000)
    path = tmp_path / "bill.zip"
    path.write_bytes(file.getvalue())
    assert path.stat().st_size < 1_000
    with pytest.raises(BadBill):
        list(bills.lines(path, most=10_000))


REAL, SIMULATED = "https://openapi.alipay.com/gateway.do", "http://127.0.0.1:8401/gateway.do"


@pytest.mark.parametrize(
    ("gateway", "url", "asked"),
    [
        (SIMULATED, "http://127.0.0.1:8401/bills/t", "http://127.0.0.1:8401/bills/t"),
        (SIMULATED, "http://127.0.0.1:8402/bills/t", None),
        (SIMULATED, "http://dwbillcenter.alipay.com/x", None),
        (REAL, "http://dwbillcenter.alipay.com/x?a=b", "https://dwbillcenter.alipay.com/x?a=b"),
        (REAL, "https://dwbillcenter.alipay.com/x", "https://dwbillcenter.alipay.com/x"),
        (REAL, "https://dwbillcenter.alipay.com.evil.example/x", None),
        (REAL, "https://evilalipay.com/x", None),
        (REAL, "https://openapi.alipay.com@evil.example/x", None),
        (REAL, "https://a:b@dwbillcenter.alipay.com/x", None),
        (REAL, "https://dwbillcenter.alipay.com:8080/x", None),
        (REAL, "http://127.0.0.1:5432/x", None),
        (REAL, "file:///etc/passwd", None),
        (REAL, "ftp://dwbillcenter.alipay.com/x", None),
        (REAL, "https://[::1/x", None),
        (REAL, "", None),
    ],
)
def test_a_bill_is_fetched_from_the_gateway_only(gateway: str, url: str, asked: str | None) -> None:
    assert bills.trusted(url, gateway) == asked
