"""WeChat Pay's rules of signing and sealing, row by row."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kith.payments.gateway import Forged
from kith.payments.gateways.signer import Signer
from kith.payments.gateways.wechatpay import Account, message

OUR_KEY = rsa.generate_private_key(65537, 2048)
THEIR_KEY = rsa.generate_private_key(65537, 2048)
KEY_ID = "PUB_KEY_ID_0119"
V3_KEY = b"0123456789abcdef0123456789abcdef"
AT = datetime(2026, 3, 1, 4, tzinfo=UTC)


def private_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


US = Signer(private_pem(OUR_KEY), public_pem(THEIR_KEY))
THEM = Signer(private_pem(THEIR_KEY), public_pem(OUR_KEY))
ACCOUNT = Account(
    url="https://api.mch.weixin.qq.com",
    app_id="wx1",
    mch_id="1900000001",
    serial="5157F09E",
    private_key=private_pem(OUR_KEY),
    public_key=public_pem(THEIR_KEY),
    public_key_id=KEY_ID,
    v3_key=V3_KEY,
)
TRADE = {
    "appid": "wx1",
    "mchid": "1900000001",
    "out_trade_no": "n1",
    "transaction_id": "4200",
    "trade_state": "SUCCESS",
    "success_time": "2026-03-01T12:00:00+08:00",
    "amount": {"total": 10, "payer_total": 10, "currency": "CNY"},
}
REFUND = {
    "mchid": "1900000001",
    "out_trade_no": "n1",
    "transaction_id": "4200",
    "out_refund_no": "r1",
    "refund_status": "SUCCESS",
    "success_time": "2026-03-01T12:00:00+08:00",
    "amount": {"total": 10, "refund": 3},
}


def body(told: dict[str, object], event: str = "TRANSACTION.SUCCESS", **changes: str) -> bytes:
    sealed = AESGCM(V3_KEY).encrypt(b"123456789012", json.dumps(told).encode(), b"transaction")
    resource = {
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": base64.b64encode(sealed).decode(),
        "associated_data": "transaction",
        "nonce": "123456789012",
        **changes,
    }
    return json.dumps({"id": "e1", "event_type": event, "resource": resource}).encode()


def headers(content: bytes, at: datetime = AT, **changes: str) -> dict[str, str]:
    moment = str(int(at.timestamp()))
    return {
        "wechatpay-timestamp": moment,
        "wechatpay-nonce": "abc",
        "wechatpay-serial": KEY_ID,
        "wechatpay-signature": THEM.sign(f"{moment}\nabc\n".encode() + content + b"\n"),
        **changes,
    }


@pytest.mark.parametrize(
    ("told", "event", "outcome", "refund_number", "refunded_fen"),
    [
        (TRADE, "TRANSACTION.SUCCESS", "paid", None, 0),
        (REFUND, "REFUND.SUCCESS", "refunded", "r1", 3),
        (REFUND | {"refund_status": "CLOSED"}, "REFUND.CLOSED", "refunded", "r1", 0),
        (REFUND | {"refund_status": "ABNORMAL"}, "REFUND.ABNORMAL", "refunded", "r1", 0),
    ],
)
def test_what_a_notification_is_about(
    told: dict[str, object], event: str, outcome: str, refund_number: str | None, refunded_fen: int
) -> None:
    content = body(told, event)
    note = message.note(content, headers(content), US, ACCOUNT, AT)
    assert (note.note_id, note.number, note.fen, note.gateway_number) == ("e1", "n1", 10, "4200")
    assert (note.outcome, note.refund_number, note.refunded_fen) == (outcome, refund_number, refunded_fen)


@pytest.mark.parametrize(
    ("content", "changes", "why"),
    [
        (body(TRADE), {"wechatpay-signature": ""}, "unsigned"),
        (body(TRADE), {"wechatpay-signature": "WECHATPAY/SIGNTEST/AAAA"}, "probe"),
        (body(TRADE), {"wechatpay-serial": "PUB_KEY_ID_0"}, "other-key"),
        (body(TRADE), {"wechatpay-nonce": "abd"}, "bad-signature"),
        (body(TRADE), {"wechatpay-timestamp": "now"}, "bad-signature"),
        (body(TRADE | {"mchid": "1900000002"}), {}, "other-merchant"),
        (body(TRADE | {"appid": "wx2"}), {}, "other-merchant"),
        (body(TRADE | {"trade_state": "NOTPAY"}), {}, "other-news"),
        (body(TRADE, "MCHTRANSFER.BILL.FINISHED"), {}, "other-news"),
        (body(TRADE, algorithm="AEAD_AES_128_GCM"), {}, "not-a-notification"),
        (body(TRADE, associated_data="refund"), {}, "not-a-notification"),
        (body(TRADE, nonce="1"), {}, "not-a-notification"),
        (body(TRADE | {"success_time": "2026-03-01 12:00:00"}), {}, "not-a-notification"),
        (b"{}", {}, "not-a-notification"),
    ],
)
def test_what_is_not_a_notification_to_us(content: bytes, changes: dict[str, str], why: str) -> None:
    with pytest.raises(Forged) as forged:
        message.note(content, headers(content) | changes, US, ACCOUNT, AT)
    assert forged.value.why == why


@pytest.mark.parametrize("late", [timedelta(minutes=-6), timedelta(minutes=6), timedelta(days=365)])
def test_an_old_signature_is_a_repetition_by_somebody_else(late: timedelta) -> None:
    content = body(TRADE)
    with pytest.raises(Forged, match="stale"):
        message.note(content, headers(content), US, ACCOUNT, AT + late)
    assert message.note(content, headers(content), US, ACCOUNT, None).number == "n1", "it was fresh when it came"


def test_a_request_is_signed_over_its_lines() -> None:
    told = message.authorization(ACCOUNT, US, ("POST", "/v3/a?b=c", "{花}".encode()), AT, "n")
    scheme, _, rest = told.partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(","))
    signature = parts.pop("signature").strip('"')
    assert scheme == "WECHATPAY2-SHA256-RSA2048"
    moment = str(int(AT.timestamp()))
    assert parts == {
        "mchid": '"1900000001"',
        "nonce_str": '"n"',
        "timestamp": f'"{moment}"',
        "serial_no": '"5157F09E"',
    }
    assert THEM.verifies(f"POST\n/v3/a?b=c\n{moment}\nn\n{{花}}\n".encode(), signature)


def test_nothing_prints_a_secret() -> None:
    assert V3_KEY.decode() not in repr(ACCOUNT)
    assert "BEGIN" not in repr(ACCOUNT)
