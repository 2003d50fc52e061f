"""Alipay's signature rules, row by row, anchored on a notification that Alipay itself signed."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kith.payments.gateway import Begun, Forged, Order, Way
from kith.payments.gateways.alipay import Account, Alipay, message
from kith.payments.gateways.alipay.message import Doubtful
from kith.payments.gateways.signer import BadKey, Signer

# A notification that Alipay sent in 2019 and the public key it is signed with, as published in the tests of
# alipay/alipay-sdk-nodejs-all.
GOLDEN_KEY = (
    b"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqObrdC7hrgAVM98tK0nv3hSQRGGKT4lBsQjHiGjeYZjOPIPHR5knm2jnnz/YGIXIofVHkA/t"
    b"AlBAd5DrY7YpvI4tP5EONLtZKC2ghBMx7McI2wRD0xiqzxOQr1FuhZGJ8/AUokBzJrzY+aGX2xcOrxFYRlFilvVLTXg4LWjR1tdPkO6+i7wQZAIVMClP"
    b"kwVRZEbaERRHlKqTzv2gGv5rDU8gRoe1LeaN+6BlbTqHWkQcNCUNrA8C6l17XAXGKDsm/9TFWwO8EPHHHCaQdjtV5/FdcWIt+L8SR1ss7EXTjYDFtxcK"
    b"Vv9rEoY1lX8T4mX+GbXfZHraG5NCF1+XioL5JwIDAQAB"
)
GOLDEN = {
    "gmt_create": "2019-08-15 15:56:22",
    "charset": "utf-8",
    "seller_email": "z97-yuquerevenue@service.aliyun.com",
    "subject": "语雀空间 500人规模",
    "sign": "QfTb8tqE1BMhS5qAnXtvsF3/jBkEvu9q9en0pdbBUDDjvKycZhQb7h8GDs4FKfi049PynaNuatxSgLb/nLWZpXyyh0LEWdK2S6Ri7nPwr"
    "VgOs08zugLO20vOQz44y3ti2Ncm8/wZts1Fr2gZ7pShnVX3d1B50hbsXnObT1r/U8ONNQjWXd0HIul4TG+Q3fm3svmSvFEy0WnzuhcyHPX5Gm4ELNctL6Qd5Yni"
    "GJFNcc7kopHYtI/XD9YCKCH6Ct02rzUs9i11C9CsadtZn+WhxF26Dqt9sGEFajkJ8cxUTLi8+VCpLHsgPE8P0y095uQcDdK0YjCh4x7wVSov+lrmOQ==",
    "buyer_id": "2088102534368455",
    "invoice_amount": "0.10",
    "notify_id": "2019081500222155624068450559358070",
    "fund_bill_list": '[{"amount":"0.10","fundChannel":"ALIPAYACCOUNT"}]',
    "notify_type": "trade_status_sync",
    "trade_status": "TRADE_SUCCESS",
    "receipt_amount": "0.10",
    "buyer_pay_amount": "0.10",
    "sign_type": "RSA2",
    "app_id": "2019073166072302",
    "seller_id": "2088531891668739",
    "gmt_payment": "2019-08-15 15:56:24",
    "notify_time": "2019-08-15 15:56:25",
    "version": "1.0",
    "out_trade_no": "20190815155618536-564-57",
    "total_amount": "0.10",
    "trade_no": "2019081522001468450512505578",
    "auth_app_id": "2019073166072302",
    "buyer_logon_id": "xud***@126.com",
    "point_amount": "0.00",
}
GOLDEN_ADDRESSEE = {"app_id": "2019073166072302", "seller_id": "2088531891668739"}
ADDRESSEE = {"app_id": "2021000000000009", "seller_id": "2088000000000009"}

OUR_KEY = rsa.generate_private_key(65537, 2048)
THEIR_KEY = rsa.generate_private_key(65537, 2048)


def private_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


US = Signer(private_pem(OUR_KEY), public_pem(THEIR_KEY))
THEM = Signer(private_pem(THEIR_KEY), public_pem(OUR_KEY))
GOLDEN_SIGNER = Signer(private_pem(OUR_KEY), GOLDEN_KEY)


# the golden notification


def test_a_notification_that_alipay_signed_is_read() -> None:
    note = message.note(urlencode(GOLDEN).encode(), GOLDEN_SIGNER, **GOLDEN_ADDRESSEE)
    assert (note.note_id, note.number) == (GOLDEN["notify_id"], GOLDEN["out_trade_no"])
    assert (note.gateway_number, note.outcome, note.fen) == (GOLDEN["trade_no"], "paid", 10)
    assert note.paid_at == datetime(2019, 8, 15, 7, 56, 24, tzinfo=UTC)


def test_it_is_read_without_its_sign_type_which_is_not_signed() -> None:
    fields = {key: value for key, value in GOLDEN.items() if key != "sign_type"}
    assert message.note(urlencode(fields).encode(), GOLDEN_SIGNER, **GOLDEN_ADDRESSEE).fen == 10


@pytest.mark.parametrize("changed", sorted(set(GOLDEN) - {"sign_type"}))
def test_with_any_field_changed_it_is_forged(changed: str) -> None:
    with pytest.raises(Forged) as forged:
        message.note(urlencode(GOLDEN | {changed: GOLDEN[changed] + "1"}).encode(), GOLDEN_SIGNER, **GOLDEN_ADDRESSEE)
    assert forged.value.why == "bad-signature"


@pytest.mark.parametrize("left_out", sorted(set(GOLDEN) - {"sign_type"}))
def test_with_any_field_left_out_it_is_forged(left_out: str) -> None:
    fields = {key: value for key, value in GOLDEN.items() if key != left_out}
    with pytest.raises(Forged):
        message.note(urlencode(fields).encode(), GOLDEN_SIGNER, **GOLDEN_ADDRESSEE)


# notifications


def told(**changes: str) -> bytes:
    fields = GOLDEN | ADDRESSEE | changes
    covered = {key: value for key, value in fields.items() if key not in ("sign", "sign_type")}
    fields["sign"] = THEM.sign("&".join(f"{key}={covered[key]}" for key in sorted(covered)).encode())
    return urlencode(fields).encode()


@pytest.mark.parametrize(
    ("changes", "outcome", "refund_number", "refunded_fen"),
    [
        ({}, "paid", None, 0),
        ({"trade_status": "TRADE_FINISHED"}, "paid", None, 0),
        ({"trade_status": "WAIT_BUYER_PAY"}, "waiting", None, 0),
        ({"trade_status": "TRADE_CLOSED", "gmt_payment": ""}, "closed", None, 0),
        ({"refund_fee": "0.03", "gmt_refund": "2019-08-16 10:00:00.123", "out_biz_no": "r1"}, "refunded", "r1", 3),
        ({"trade_status": "TRADE_CLOSED", "refund_fee": "0.10", "out_biz_no": "r2"}, "refunded", "r2", 10),
        ({"trade_status": "TRADE_CLOSED", "gmt_refund": "2019-08-16 10:00:00"}, "refunded", None, 0),
        ({"trade_status": "TRADE_CLOSED"}, "refunded", None, 0),
    ],
)
def test_what_a_notification_is_about(
    changes: dict[str, str], outcome: str, refund_number: str | None, refunded_fen: int
) -> None:
    note = message.note(told(**changes), US, **ADDRESSEE)
    assert (note.outcome, note.refund_number, note.refunded_fen) == (outcome, refund_number, refunded_fen)
    assert note.fen == 10


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"a=1&a=2", "field-twice"),
        (b"\xff", "not-a-form"),
        (b"a=%ff", "not-a-form"),
        (b"&".join(b"f%d=1" % number for number in range(120)), "not-a-form"),
        (told() + b"&extra=1", "bad-signature"),
        (told(sign_type="RSA"), "bad-signature"),
        (told(app_id="2021000000000008"), "other-app"),
        (told(seller_id="2088000000000008"), "other-seller"),
        (told(notify_type="servicemarket_order_notify"), "other-news"),
        (told(total_amount="-1"), "not-a-notification"),
        (told(total_amount="1e3"), "not-a-notification"),
        (told(gmt_payment="yesterday"), "not-a-notification"),
    ],
)
def test_what_is_not_a_notification_to_us(body: bytes, why: str) -> None:
    with pytest.raises(Forged) as forged:
        message.note(body, US, **ADDRESSEE)
    assert forged.value.why == why


def test_an_empty_field_may_be_signed_or_not() -> None:
    assert message.note(told(body=""), US, **ADDRESSEE).fen == 10
    assert message.note(told() + b"&body=", US, **ADDRESSEE).fen == 10


# requests


def test_a_request_is_signed_over_raw_values_by_key_with_sign_type_and_without_what_is_empty() -> None:
    params = {"b": "x=1&y", "sign_type": "RSA2", "a": "鲜花 +/", "return_url": "", "sign": "old"}
    assert message.content(params) == "a=鲜花 +/&b=x=1&y&sign_type=RSA2".encode()
    signed = message.signed({key: value for key, value in params.items() if key != "sign"}, US)
    assert "return_url" not in signed
    assert THEM.verifies(message.content(signed), signed["sign"])


async def test_a_page_url_carries_a_valid_signature_and_beijing_times() -> None:
    at = datetime(2026, 3, 1, 16, 30, 59, 999_999, tzinfo=UTC)
    url = (await page(at)).url or ""
    assert url.startswith("https://openapi.alipay.com/gateway.do?")
    params = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    assert THEM.verifies(message.content(params), params["sign"])
    assert json.loads(params["biz_content"]) == {
        "out_trade_no": "n1",
        "product_code": "FAST_INSTANT_TRADE_PAY",
        "total_amount": "123.05",
        "subject": "花／果 ＆ {a} 🎁 1＝1",
        "time_expire": "2026-03-02 00:30:59",
    }
    assert "return_url" not in params
    assert (params["method"], params["notify_url"]) == ("alipay.trade.page.pay", "https://kith.example/n?a=1&b=2")


async def test_a_phone_page_says_where_to_go_on_leaving() -> None:
    at = datetime(2026, 3, 1, 16, 30, 59, tzinfo=UTC)
    url = (await page(at, "wap", quit_url="https://kith.example/quit?a=1")).url or ""
    params = dict(parse_qsl(urlsplit(url).query, strict_parsing=True))
    assert THEM.verifies(message.content(params), params["sign"])
    biz = json.loads(params["biz_content"])
    assert (params["method"], biz["product_code"]) == ("alipay.trade.wap.pay", "QUICK_WAP_WAY")
    assert biz["quit_url"] == "https://kith.example/quit?a=1"


async def test_an_app_gets_an_order_string_signed_over_raw_values() -> None:
    begun = await page(datetime(2026, 3, 1, 16, 30, 59, tzinfo=UTC), "app")
    text = begun.order_string or ""
    assert (begun.url, begun.qr_code) == (None, None)
    pairs = parse_qsl(text, strict_parsing=True)
    assert pairs == sorted(pairs)
    assert not set(text) & set(' +{}"')
    params = dict(pairs)
    assert THEM.verifies(message.content(params), params["sign"])
    assert params["method"] == "alipay.trade.app.pay"
    assert json.loads(params["biz_content"])["product_code"] == "QUICK_MSECURITY_PAY"
    assert not {"return_url", "quit_url"} & {*params, *json.loads(params["biz_content"])}


async def page(pay_by: datetime, way: Way = "page", **more: str) -> Begun:
    order = Order(
        number="n1",
        fen=12_305,
        subject="花/果 & {a} 🎁 1=1",
        way=way,
        pay_by=pay_by,
        notify_url="https://kith.example/n?a=1&b=2",
        **more,
    )
    begun = await alipay().begin(order)
    assert isinstance(begun, Begun)
    return begun


def alipay() -> Alipay:
    return Alipay(account())


def account() -> Account:
    return Account(
        url="https://openapi.alipay.com/gateway.do",
        private_key=private_pem(OUR_KEY),
        alipay_public_key=public_pem(THEIR_KEY),
        **ADDRESSEE,
    )


# answers

METHOD = "alipay.trade.query"
NODE = '{"code":"10000", "msg":"Success","out_trade_no":"n1","subject":"}\\"{ \\u82b1 🎁","url":"https:\\/\\/a\\/b"}'


def answer(node: str = NODE, *, sign: str | None = None, name: str = "alipay_trade_query_response") -> bytes:
    return f'{{"{name}":{node},"sign":"{sign or THEM.sign(node.encode())}"}}'.encode()


def test_an_answer_is_verified_over_the_text_as_received() -> None:
    assert message.opened(answer(), METHOD, US).out_trade_no == "n1"


def test_the_order_and_company_of_the_node_do_not_matter() -> None:
    body = (
        f'{{ "sign" : "{THEM.sign(NODE.encode())}" , "alipay_cert_sn":"ab","alipay_trade_query_response"  :  {NODE} }}'
    )
    assert message.opened(body.encode(), METHOD, US).code == "10000"


def test_a_signature_over_unescaped_slashes_is_heard() -> None:
    sign = THEM.sign(NODE.replace("\\/", "/").encode())
    assert message.opened(answer(sign=sign), METHOD, US).code == "10000"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "not-json"),
        (b"<html>", "not-json"),
        (b"[]", "not-json"),
        (b"\xff", "not-json"),
        (b"{}", "unsigned"),
        (f'{{"alipay_trade_query_response":{NODE}}}'.encode(), "unsigned 10000"),
        (b'{"error_response":{"code":"40002","sub_code":"isv.invalid-app-id"}}', "unsigned isv.invalid-app-id"),
        (b'{"error_response":{"code":"40002","sub_code":"<a\\nb>"}}', "unsigned"),
        (answer(name="alipay_trade_close_response"), "unsigned"),
        (answer(sign="AAAA"), "bad-signature"),
        (answer(sign="not base64"), "bad-signature"),
        (answer(sign=US.sign(NODE.encode())), "bad-signature"),
        (answer().replace(b'"n1"', b'"n2"'), "bad-signature"),
        (answer().replace(b'"10000", ', b'"10000",'), "bad-signature"),
        (answer("[]"), "not-an-answer"),
        (answer('{"msg":"no code"}'), "not-an-answer"),
    ],
)
def test_an_answer_that_proves_nothing(body: bytes, why: str) -> None:
    with pytest.raises(Doubtful) as doubtful:
        message.opened(body, METHOD, US)
    assert doubtful.value.why == why


# times and keys


@pytest.mark.parametrize("text", ["2026-03-01 12:00:00", "2026-03-01 12:00:00.123"])
def test_moments_are_beijing_time(text: str) -> None:
    assert message.moment(text) == datetime(2026, 3, 1, 4, tzinfo=UTC)
    assert message.beijing(datetime(2026, 3, 1, 4, tzinfo=UTC)) == "2026-03-01 12:00:00"


@pytest.mark.parametrize("key", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_bad_key_is_refused_without_being_shown(key: bytes) -> None:
    with pytest.raises(BadKey, match="not a private key"):
        Signer(key, public_pem(THEIR_KEY))
    with pytest.raises(BadKey, match="not a public key"):
        Signer(private_pem(OUR_KEY), key)


def test_nothing_prints_a_private_key() -> None:
    secret = private_pem(OUR_KEY).splitlines()[1].decode()
    for thing in (account(), US, alipay(), alipay().__dict__):
        assert secret not in repr(thing)
        assert "BEGIN" not in repr(thing)
