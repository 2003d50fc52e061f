"""What stands in a bill of Stripe's, and what is none."""

import json
from pathlib import Path

import pytest

from kith.payments.bill import BadBill, BillLine, FundLine, TradeLine
from kith.payments.gateways.stripe import bills, message

AT = message.moment(1_700_000_000)


def transaction(kind: str, amount: int, fee: int = 0, source: object = None, **other: object) -> dict[str, object]:
    told = {"id": f"txn_{kind}", "object": "balance_transaction", "type": kind, "amount": amount, "fee": fee}
    return {**told, "net": amount - fee, "currency": "cny", "created": 1_700_000_000, "source": source, **other}


CHARGE = {
    "object": "charge",
    "id": "ch_1",
    "created": 1_700_000_000,
    "description": "Tea",
    "payment_intent": "pi_1",
    "metadata": {"number": "n1"},
}
REFUND = {
    "object": "refund",
    "id": "re_1",
    "amount": 40,
    "currency": "cny",
    "payment_intent": "pi_1",
    "metadata": {"number": "n1", "refund_number": "r1", "total": "100"},
}


def read(path: Path, kind: str, *rows: object, foot: int | None = None) -> list[BillLine]:
    lines = [{"bill": kind, "day": "2026-03-01"}, *rows, {"lines": len(rows) if foot is None else foot}]
    path.write_bytes(b"".join(json.dumps(line, separators=(",", ":")).encode() + b"\n" for line in lines))
    return list(bills.lines(path))


def test_trades_are_told_whole_with_what_they_cost(tmp_path: Path) -> None:
    rows = (transaction("charge", 100, 3, CHARGE), transaction("payment_refund", -40, -1, REFUND))
    assert read(tmp_path / "bill", "trades", *rows) == [
        TradeLine("payment", "n1", "pi_1", None, "Tea", 100, 97, 3, AT),
        TradeLine("refund", "n1", "pi_1", "r1", "", -40, -39, -1, AT),
    ]


def test_what_a_payment_cost_is_a_line_of_its_own(tmp_path: Path) -> None:
    rows = (
        transaction("payment", 100, 3, CHARGE),
        transaction("refund", -40, 0, REFUND),
        transaction("stripe_fee", -7),
        transaction("payout", -50),
        transaction("adjustment", -100),
    )
    assert read(tmp_path / "bill", "funds", *rows) == [
        FundLine("payment", "txn_payment", "n1", "pi_1", 100, None, AT, "payment"),
        FundLine("fee", "txn_payment/fee", "", "pi_1", -3, None, AT, "fee"),
        FundLine("refund", "txn_refund", "n1", "pi_1", -40, None, AT, "refund"),
        FundLine("stripe_fee", "txn_stripe_fee", "", "txn_stripe_fee", -7, None, AT, "fee"),
        FundLine("payout", "txn_payout", "", "txn_payout", -50, None, AT, "bank"),
        FundLine("adjustment", "txn_adjustment", "", "txn_adjustment", -100, None, AT, "other"),
    ]


@pytest.mark.parametrize(
    ("row", "foot"),
    [
        (transaction("charge", 100, 0, CHARGE, currency="hkd"), 1),
        (transaction("charge", 100, 0, {"object": "dispute"}), 1),
        ({"object": "charge"}, 1),
        ([], 1),
        (transaction("charge", 100, 0, CHARGE), 2),
    ],
)
def test_what_is_no_bill_is_refused(tmp_path: Path, row: object, foot: int) -> None:
    with pytest.raises(BadBill):
        read(tmp_path / "bill", "trades", row, foot=foot)


def test_a_bill_without_an_end_is_cut_off(tmp_path: Path) -> None:
    (tmp_path / "bill").write_bytes(b'{"bill":"trades","day":"2026-03-01"}\n')
    with pytest.raises(BadBill, match="cut off"):
        list(bills.lines(tmp_path / "bill"))
    with pytest.raises(BadBill):
        list(bills.lines(tmp_path / "none"))
