"""Alipay's messages: how requests are signed, answers checked, notifications read. Pure; no wire, no state.

A signature of a request covers its raw values, never their URL-encoded form; that of an answer covers the text of its
node exactly as it was received; that of a notification everything in it but `sign` and `sign_type`.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from kith.kit import money
from kith.payments.gateway import Forged, Note, NoteOutcome
from kith.payments.gateways.signer import Signer

BEIJING = timezone(timedelta(hours=8))

_CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Answer(Struct, frozen=True):
    """A node whose signature was checked. Fields that Alipay left out are empty."""

    code: str
    sub_code: str = ""
    out_trade_no: str = ""
    trade_no: str = ""
    trade_status: str = ""
    total_amount: str = ""
    send_pay_date: str = ""
    qr_code: str = ""
    fund_change: str = ""
    out_request_no: str = ""
    refund_status: str = ""
    refund_amount: str = ""
    action: str = ""
    retry_flag: str = ""
    out_biz_no: str = ""
    order_id: str = ""
    status: str = ""
    trans_amount: str = ""
    trans_date: str = ""
    pay_date: str = ""
    error_code: str = ""
    bill_download_url: str = ""

    @property
    def says(self) -> str:
        """The most telling code: `ACQ.TRADE_NOT_EXIST`, or `20000` where there is no finer one."""
        return self.sub_code or self.code


class Doubtful(Exception):
    """An answer that proves nothing: unsigned, altered, or not of the published form."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Refusal(Struct):
    code: str = ""
    sub_code: str = ""


class _News(Struct):
    """The fields of a notification that Kith looks at."""

    notify_id: str
    out_trade_no: str
    trade_no: str
    trade_status: str
    total_amount: str
    gmt_payment: str = ""
    gmt_refund: str = ""
    out_biz_no: str = ""
    refund_fee: str = ""


def content(params: Mapping[str, str]) -> bytes:
    """What the signature of a request covers: every parameter but `sign`, none empty, by key, raw."""
    return "&".join(f"{key}={params[key]}" for key in sorted(params) if key != "sign" and params[key]).encode()


def signed(params: Mapping[str, str], signer: Signer) -> dict[str, str]:
    """The parameters as they go out: without the empty ones, with the signature."""
    filled = {key: value for key, value in params.items() if value}
    return filled | {"sign": signer.sign(content(filled))}


def opened(body: bytes, method: str, signer: Signer, *, cert_sn: str | None = None) -> Answer:
    """The node of an answer. Raises `Doubtful`.

    In certificate mode `cert_sn` names the certificate whose key checks it. An answer that says it was signed under
    another one waits for an operator with that one, and is not called altered.
    The signature is checked over the received bytes of the node; some of Alipay's systems sign the form in which `/` is
    not escaped, so that one is tried as well.
    """
    try:
        parts = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        sign = msgspec.json.decode(parts["sign"], type=str) if "sign" in parts else None
    except msgspec.DecodeError:
        raise Doubtful("not-json") from None
    node = parts.get(f"{method.replace('.', '_')}_response")
    if sign is None or node is None:
        raise Doubtful(f"unsigned {_code_of(node or parts.get('error_response'))}".rstrip())
    if cert_sn is not None and _told_sn(parts) not in ("", cert_sn):
        raise Doubtful("other-certificate")
    raw = bytes(node)
    if not signer.verifies(raw, sign) and not signer.verifies(raw.replace(rb"\/", b"/"), sign):
        raise Doubtful("bad-signature")
    try:
        return msgspec.json.decode(raw, type=Answer)
    except msgspec.DecodeError:
        raise Doubtful("not-an-answer") from None


def note(body: bytes, signer: Signer, *, app_id: str, seller_id: str) -> Note:
    """A notification, checked: form, signature, addressee, subject. Raises `Forged`."""
    fields = _fields(body)
    if not _is_signed(fields, signer):
        raise Forged("bad-signature")
    if fields.get("app_id") != app_id:
        raise Forged("other-app")
    if fields.get("seller_id") != seller_id:
        raise Forged("other-seller")
    if fields.get("notify_type") != "trade_status_sync":
        raise Forged("other-news")
    try:
        news = msgspec.convert(fields, _News)
        return Note(
            note_id=news.notify_id,
            number=news.out_trade_no,
            gateway_number=news.trade_no,
            outcome=_outcome(news),
            fen=money.fen(news.total_amount),
            paid_at=moment(news.gmt_payment) if news.gmt_payment else None,
            refund_number=news.out_biz_no or None,
            refunded_fen=money.fen(news.refund_fee) if news.refund_fee else 0,
        )
    except (msgspec.ValidationError, ValueError):
        raise Forged("not-a-notification") from None


def beijing(at: datetime) -> str:
    """The form of every time that Alipay reads."""
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def moment(text: str) -> datetime:
    """A time that Alipay wrote, with or without a fraction, in UTC. `ValueError` for another form."""
    return datetime.strptime(text[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING).astimezone(UTC)


def _fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=99
        )
    except ValueError:
        raise Forged("not-a-form") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Forged("field-twice")
    return fields


def _is_signed(fields: dict[str, str], signer: Signer) -> bool:
    """Over everything that came; systems of Alipay that leave empty values out of the signature are heard as well."""
    if fields.get("sign_type", "RSA2") != "RSA2":
        return False
    covered = {key: value for key, value in fields.items() if key not in ("sign", "sign_type")}
    everything = "&".join(f"{key}={covered[key]}" for key in sorted(covered)).encode()
    sign = fields.get("sign", "")
    return signer.verifies(everything, sign) or signer.verifies(content(covered), sign)


def _outcome(news: _News) -> NoteOutcome:
    """`TRADE_SUCCESS` is also how a partial refund is told, and `TRADE_CLOSED` means unpaid or wholly refunded."""
    if news.refund_fee or news.gmt_refund:
        return "refunded"
    if news.trade_status in ("TRADE_SUCCESS", "TRADE_FINISHED"):
        return "paid"
    if news.trade_status == "TRADE_CLOSED":
        return "refunded" if news.gmt_payment else "closed"
    return "waiting"


def _told_sn(parts: Mapping[str, msgspec.Raw]) -> str:
    try:
        return msgspec.json.decode(parts.get("alipay_cert_sn", b'""'), type=str)
    except msgspec.DecodeError:
        return "unreadable"


def _code_of(node: msgspec.Raw | None) -> str:
    """Alipay's own code in an unsigned refusal: a hint for the operator, and worth nothing else."""
    try:
        refusal = msgspec.json.decode(node or b"{}", type=_Refusal)
    except msgspec.DecodeError:
        return ""
    code = refusal.sub_code or refusal.code
    return code if _CODE.fullmatch(code) else ""
