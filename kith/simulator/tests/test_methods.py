"""What the simulated Alipay answers, method by method."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from kith.kit import clock, ids
from kith.simulator import Keys, certs
from kith.simulator.tests.shop import Shop
from kith.simulator.trade import beijing, deadline

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "sub_code"),
    [
        ({"app_id": ""}, "isv.missing-app-id"),
        ({"method": ""}, "isv.missing-method"),
        ({"timestamp": ""}, "isv.missing-timestamp"),
        ({"app_id": "2021000000000002"}, "isv.invalid-app-id"),
        ({"method": "alipay.trade.pay"}, "isv.invalid-method"),
        ({"sign_type": "RSA"}, "isv.invalid-signature-type"),
        ({"charset": "gbk"}, "isv.invalid-charset"),
        ({"timestamp": "2026-03-01T12:00:00Z"}, "isv.invalid-timestamp"),
        ({"sign": "AAAA"}, "isv.invalid-signature"),
        ({"biz_content": '{"out_trade_no":"other"}'}, "isv.invalid-signature"),
        ({"notify_url": "http://elsewhere.example"}, "isv.invalid-signature"),
    ],
)
async def test_a_request_that_is_not_looked_into(shop: Shop, changes: dict[str, str], sub_code: str) -> None:
    params = shop.params("alipay.trade.query", {"out_trade_no": "n1"}) | changes
    answer = (await shop.http.post("/gateway.do", data=params)).json()
    assert answer["error_response"]["sub_code"] == sub_code
    assert "sign" not in answer


async def test_certificate_mode_names_certificates_both_ways(shop: Shop, home: Path) -> None:
    right = certs.numbers(home)
    named = {"app_cert_sn": right.app_cert_sn, "alipay_root_cert_sn": right.alipay_root_cert_sn}
    answer = json.loads(await shop.raw("alipay.trade.query", {"out_trade_no": "n1"}, **named))
    assert (answer["alipay_cert_sn"], bool(answer["sign"])) == (right.alipay_cert_sn, True)
    assert "alipay_cert_sn" not in await shop.raw("alipay.trade.query", {"out_trade_no": "n1"})
    for wrong in named:
        answer = json.loads(await shop.raw("alipay.trade.query", {"out_trade_no": "n1"}, **named | {wrong: "ab"}))
        assert answer["error_response"]["sub_code"] == f"isv.invalid-{wrong.replace('_', '-')}"


async def test_an_answer_is_signed_as_it_is_written(shop: Shop, made_keys: Keys) -> None:
    text = await shop.raw("alipay.trade.precreate", {"out_trade_no": "n1", "total_amount": 20.0, "subject": 'a{"}/🎁'})
    node = text[text.index(":") + 1 : text.rindex(',"sign":')]
    public = load_pem_public_key(made_keys.alipay_public.read_bytes())
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(base64.b64decode(json.loads(text)["sign"]), node.encode(), padding.PKCS1v15(), SHA256())
    assert "http:\\/\\/cashier.example\\/cashier\\/" in node


@pytest.mark.parametrize(
    ("method", "biz", "sub_code"),
    [
        ("precreate", {"out_trade_no": "a", "total_amount": "1.001", "subject": "s"}, "ACQ.INVALID_PARAMETER"),
        ("precreate", {"out_trade_no": "a", "total_amount": "0", "subject": "s"}, "ACQ.INVALID_PARAMETER"),
        ("precreate", {"out_trade_no": "a", "total_amount": "1"}, "ACQ.INVALID_PARAMETER"),
        ("precreate", {"out_trade_no": "a", "total_amount": "1", "subject": ""}, "ACQ.INVALID_PARAMETER"),
        ("precreate", {"out_trade_no": "a" * 65, "total_amount": "1", "subject": "s"}, "ACQ.INVALID_PARAMETER"),
        ("precreate", {"out_trade_no": "a", "total_amount": "100000001", "subject": "s"}, "ACQ.TOTAL_FEE_EXCEED"),
        (
            "precreate",
            {"out_trade_no": "a", "total_amount": "1", "subject": "s", "timeout_express": "16d"},
            "ACQ.INVALID_PARAMETER",
        ),
        (
            "precreate",
            {"out_trade_no": "a", "total_amount": "1", "subject": "s", "time_expire": "2020-01-01 00:00:00"},
            "ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR",
        ),
        ("query", {}, "ACQ.INVALID_PARAMETER"),
        ("query", {"out_trade_no": "a"}, "ACQ.TRADE_NOT_EXIST"),
        ("query", {"trade_no": "a"}, "ACQ.TRADE_NOT_EXIST"),
        ("close", {"out_trade_no": "a"}, "ACQ.TRADE_NOT_EXIST"),
        ("cancel", {}, "ACQ.INVALID_PARAMETER"),
        ("refund", {"out_trade_no": "a", "refund_amount": "1"}, "ACQ.TRADE_NOT_EXIST"),
        ("fastpay.refund.query", {"out_trade_no": "a", "out_request_no": "r"}, "ACQ.TRADE_NOT_EXIST"),
    ],
)
async def test_what_is_refused(shop: Shop, method: str, biz: dict[str, object], sub_code: str) -> None:
    answer = await shop.call(method, biz)
    assert (answer["code"], answer["sub_code"]) == ("40004", sub_code)


@pytest.mark.parametrize("change", [{"total_amount": "20.01"}, {"subject": "other"}])
async def test_one_number_has_one_content(shop: Shop, change: dict[str, str]) -> None:
    first = await shop.precreate("n1")
    assert await shop.precreate("n1") == first
    biz = {"out_trade_no": "n1", "total_amount": "20.00", "subject": "花 flowers"} | change
    assert (await shop.call("precreate", biz))["sub_code"] == "ACQ.CONTEXT_INCONSISTENT"
    page = await shop.page_pay("n1")
    assert "ACQ.CONTEXT_INCONSISTENT" in page.text


async def test_a_trade_exists_since_its_buyer_came(shop: Shop) -> None:
    await shop.precreate("n1")
    assert (await shop.query("n1"))["sub_code"] == "ACQ.TRADE_NOT_EXIST"
    await shop.http.post("/admin/cashier/n1/visit")
    waiting = await shop.query("n1")
    assert waiting["trade_status"] == "WAIT_BUYER_PAY"
    assert "send_pay_date" not in waiting


async def test_a_paid_trade_is_neither_made_nor_paid_nor_closed_again(shop: Shop) -> None:
    before = beijing(clock.now())
    number = await shop.paid()
    after = beijing(clock.now())
    assert (await shop.precreate(number))["sub_code"] == "ACQ.TRADE_HAS_SUCCESS"
    assert (await shop.http.post(f"/admin/cashier/{number}/payment")).status_code == 409
    assert (await shop.call("close", {"out_trade_no": number}))["sub_code"] == "ACQ.TRADE_STATUS_ERROR"
    paid = await shop.query(number)
    assert paid["trade_status"] == "TRADE_SUCCESS"
    assert before <= paid["send_pay_date"] <= after


async def test_a_closed_trade_stays_closed(shop: Shop) -> None:
    await shop.precreate("n1")
    await shop.http.post("/admin/cashier/n1/visit")
    assert (await shop.call("close", {"out_trade_no": "n1"}))["code"] == "10000"
    assert (await shop.precreate("n1"))["sub_code"] == "ACQ.TRADE_HAS_CLOSE"
    assert (await shop.http.post("/admin/cashier/n1/payment")).status_code == 409
    assert (await shop.refund("n1", "20.00", "r1"))["sub_code"] == "ACQ.TRADE_STATUS_ERROR"


async def test_a_cancel_closes_or_gives_back(shop: Shop) -> None:
    await shop.precreate("n1")
    waiting = await shop.call("cancel", {"out_trade_no": "n1"})
    assert (waiting["action"], waiting["retry_flag"]) == ("close", "N")
    assert (await shop.http.post("/admin/cashier/n1/payment")).status_code == 409
    assert (await shop.precreate("n1"))["sub_code"] == "ACQ.TRADE_HAS_CLOSE"
    number = await shop.paid()
    await shop.refund(number, "5.00", "r1")
    for _ in range(2):
        assert (await shop.call("cancel", {"out_trade_no": number}))["action"] == "refund"
    assert (await shop.query(number))["trade_status"] == "TRADE_CLOSED"
    book = (await shop.http.get("/admin/book")).json()
    assert [(refund["number"], refund["fen"]) for refund in book["refunds"]] == [(number, 500), (number, 1500)]
    assert "action" not in await shop.call("cancel", {"out_trade_no": "nobody"})


async def test_a_cancel_is_for_codes_of_the_last_day(shop: Shop) -> None:
    await shop.page_pay("n1")
    assert (await shop.call("cancel", {"out_trade_no": "n1"}))["sub_code"] == "ACQ.CANCEL_NOT_ALLOWED"
    number = await shop.paid()
    await shop.advance(days=1)
    assert (await shop.call("cancel", {"out_trade_no": number}))["sub_code"] == "ACQ.TRADE_CANCEL_TIME_OUT"


async def test_refunds_add_up_and_end_the_trade(shop: Shop) -> None:
    number = await shop.paid()
    first = await shop.refund(number, "5.00", "r1")
    assert (first["fund_change"], first["refund_fee"], first["send_back_fee"]) == ("Y", "5.00", "5.00")
    repeated = await shop.refund(number, "5.00", "r1")
    assert (repeated["fund_change"], repeated["refund_fee"]) == ("N", "5.00")
    assert (await shop.refund(number, "5.01", "r1"))["sub_code"] == "ACQ.DISCORDANT_REPEAT_REQUEST"
    assert (await shop.refund(number, "15.01", "r2"))["sub_code"] == "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"
    partial = {"out_trade_no": number, "refund_amount": "1.00"}
    assert (await shop.call("refund", partial))["sub_code"] == "ACQ.INVALID_PARAMETER"
    assert (await shop.query(number))["trade_status"] == "TRADE_SUCCESS"
    assert (await shop.refund(number, "15.00", "r2"))["refund_fee"] == "20.00"
    ended = await shop.query(number)
    assert (ended["trade_status"], "send_pay_date" in ended) == ("TRADE_CLOSED", True)
    assert (await shop.refund(number, "0.01", "r3"))["sub_code"] == "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"


async def test_after_a_year_a_trade_is_finished(shop: Shop) -> None:
    number = await shop.paid()
    await shop.advance(days=365)
    assert (await shop.query(number))["trade_status"] == "TRADE_FINISHED"
    assert (await shop.refund(number, "20.00", "r1"))["sub_code"] == "ACQ.TRADE_HAS_FINISHED"


async def test_a_code_is_good_for_two_hours_unless_it_was_scanned(shop: Shop) -> None:
    for number in ("stale", "scanned"):
        await shop.precreate(number, timeout_express="1d")
    await shop.http.post("/admin/cashier/scanned/visit")
    await shop.advance(hours=2)
    assert (await shop.http.post("/admin/cashier/stale/payment")).status_code == 409
    assert (await shop.http.post("/admin/cashier/scanned/payment")).status_code == 200


@pytest.mark.parametrize(
    ("method", "time_expire", "timeout_express", "after"),
    [
        ("alipay.trade.page.pay", None, None, timedelta(days=15)),
        ("alipay.trade.precreate", None, None, timedelta(hours=3)),
        ("alipay.trade.precreate", None, "1m", timedelta(minutes=1)),
        ("alipay.trade.precreate", None, "90m", timedelta(minutes=90)),
        ("alipay.trade.precreate", None, "2h", timedelta(hours=2)),
        ("alipay.trade.precreate", None, "15d", timedelta(days=15)),
        ("alipay.trade.precreate", None, "1c", timedelta(hours=12)),
        ("alipay.trade.precreate", "2026-03-01 12:30:00", "15d", timedelta(minutes=30)),
    ],
)
def test_deadlines(method: str, time_expire: str | None, timeout_express: str | None, after: timedelta) -> None:
    assert deadline(method, time_expire, timeout_express, NOW) == NOW + after


@pytest.mark.parametrize("form", ["0m", "1", "m", "1.5h", "16d", "2c", "-1m", ""])
def test_deadlines_that_are_none(form: str) -> None:
    with pytest.raises(ValueError, match="timeout_express"):
        deadline("alipay.trade.precreate", None, form, NOW)


async def test_the_book_is_what_came_in_less_what_went_out(shop: Shop) -> None:
    first, second = await shop.paid(), await shop.paid()
    await shop.precreate(unpaid := ids.new().hex)
    await shop.http.post(f"/admin/cashier/{unpaid}/visit")
    await shop.refund(second, "7.50", "r1")
    book = (await shop.http.get("/admin/book")).json()
    assert book["balance_fen"] == 4_000 - 750
    rows = {row["number"]: (row["status"], row["paid_fen"], row["refunded_fen"]) for row in book["trades"]}
    assert rows == {
        first: ("TRADE_SUCCESS", 2_000, 0),
        second: ("TRADE_SUCCESS", 2_000, 750),
        unpaid: ("WAIT_BUYER_PAY", 0, 0),
    }
    assert book["refunds"] == [{"number": second, "refund_number": "r1", "fen": 750}]
