"""WeChat Pay's messages: how requests are signed, answers checked, notifications opened. Pure; no wire, no state.

A signature covers lines: of a request its method, target, moment, nonce and body; of what WeChat says its moment, nonce
and body exactly as received.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from kith.payments.gateway import Forged, Note
from kith.payments.gateways.signer import Signer
from kith.payments.gateways.wechatpay.account import Account

BEIJING = timezone(timedelta(hours=8))
WINDOW = timedelta(minutes=5)
"""How far a signed moment may be from ours: what is older is a repetition by somebody else."""

_PROBE = "WECHATPAY/SIGNTEST/"
"""Signatures begin so with which WeChat tries whether they are checked at all."""
_CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Amount(Struct, frozen=True):
    """Sums in fen; of a trade only the total."""

    total: int = 0
    refund: int = 0
    currency: str = "CNY"


class Answer(Struct, frozen=True):
    """What WeChat said and signed. Fields that it left out are empty."""

    code: str = ""
    out_trade_no: str = ""
    transaction_id: str = ""
    trade_state: str = ""
    success_time: str = ""
    amount: Amount = Amount()
    code_url: str = ""
    h5_url: str = ""
    prepay_id: str = ""
    out_refund_no: str = ""
    status: str = ""
    out_bill_no: str = ""
    transfer_bill_no: str = ""
    state: str = ""
    transfer_amount: int = 0
    package_info: str = ""
    fail_reason: str = ""
    create_time: str = ""
    update_time: str = ""
    download_url: str = ""
    hash_value: str = ""


class _Sealed(Struct):
    algorithm: str
    ciphertext: bytes
    nonce: str
    associated_data: str = ""


class _News(Struct):
    id: str
    event_type: str
    resource: _Sealed


class _Told(Struct):
    """A trade or a refund, in a notification."""

    mchid: str
    out_trade_no: str
    transaction_id: str
    amount: Amount
    appid: str = ""
    trade_state: str = ""
    success_time: str = ""
    out_refund_no: str = ""
    refund_status: str = ""


def lines(*parts: str) -> bytes:
    """What a signature covers."""
    return "".join(f"{part}\n" for part in parts).encode()


def authorization(account: Account, signer: Signer, request: tuple[str, str, bytes], at: datetime, nonce: str) -> str:
    """The header that proves who asks; `request` is its method, its target with the query, and its body."""
    method, target, body = request
    moment = str(int(at.timestamp()))
    signature = signer.sign(lines(method, target, moment, nonce, body.decode()))
    told = {
        "mchid": account.mch_id,
        "nonce_str": nonce,
        "signature": signature,
        "timestamp": moment,
        "serial_no": account.serial,
    }
    return "WECHATPAY2-SHA256-RSA2048 " + ",".join(f'{name}="{value}"' for name, value in told.items())


def doubt(headers: Mapping[str, str], body: bytes, signer: Signer, key_id: str, at: datetime | None) -> str | None:
    """Why this does not prove to be WeChat's word at this moment, or at some moment; None when it does."""
    signature = headers.get("wechatpay-signature", "")
    if not signature:
        return "unsigned"
    if signature.startswith(_PROBE):
        return "probe"
    if headers.get("wechatpay-serial") != key_id:
        return "other-key"
    moment, nonce = headers.get("wechatpay-timestamp", ""), headers.get("wechatpay-nonce", "")
    if not re.fullmatch(r"[0-9]{1,12}", moment):
        return "bad-signature"
    content = f"{moment}\n{nonce}\n".encode() + body + b"\n"
    if not signer.verifies(content, signature):
        return "bad-signature"
    signed_at = datetime.fromtimestamp(int(moment), UTC)
    return "stale" if at is not None and abs(at - signed_at) > WINDOW else None


def note(body: bytes, headers: Mapping[str, str], signer: Signer, account: Account, at: datetime | None) -> Note:
    """A notification, checked: signature, moment (where one is given), form, seal, addressee, subject.

    Raises `Forged`.
    """
    why = doubt(headers, body, signer, account.public_key_id, at)
    if why is not None:
        raise Forged(why)
    try:
        news = msgspec.json.decode(body, type=_News)
        told = msgspec.json.decode(_opened(news.resource, account.v3_key), type=_Told)
        paid_at = moment(told.success_time) if told.success_time else None
    except (msgspec.DecodeError, ValueError):
        raise Forged("not-a-notification") from None
    if told.mchid != account.mch_id or told.appid not in ("", account.app_id):
        raise Forged("other-merchant")
    refund = news.event_type.startswith("REFUND.")
    if not refund and (news.event_type, told.trade_state) != ("TRANSACTION.SUCCESS", "SUCCESS"):
        raise Forged("other-news")
    return Note(
        note_id=news.id,
        number=told.out_trade_no,
        gateway_number=told.transaction_id,
        outcome="refunded" if refund else "paid",
        fen=told.amount.total,
        paid_at=None if refund else paid_at,
        refund_number=told.out_refund_no or None,
        refunded_fen=told.amount.refund if told.refund_status == "SUCCESS" else 0,
    )


def answer(body: bytes) -> Answer:
    """The content of an answer; none at all is one without fields. `msgspec.DecodeError` for another form."""
    return msgspec.json.decode(body, type=Answer) if body else Answer()


def code_of(body: bytes) -> str:
    """WeChat's own code in what proves nothing: a hint for the operator, and worth nothing else."""
    try:
        code = answer(body).code
    except msgspec.DecodeError:
        return ""
    return code if _CODE.fullmatch(code) else ""


def beijing(at: datetime) -> str:
    """The form of every time that WeChat reads."""
    return at.astimezone(BEIJING).isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    """A time that WeChat wrote, in UTC. `ValueError` for another form."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at.astimezone(UTC)


def _opened(sealed: _Sealed, key: bytes) -> bytes:
    if sealed.algorithm != "AEAD_AES_256_GCM":
        raise ValueError("another algorithm")
    try:
        return AESGCM(key).decrypt(sealed.nonce.encode(), sealed.ciphertext, sealed.associated_data.encode())
    except InvalidTag as error:
        raise ValueError("not sealed for us") from error
