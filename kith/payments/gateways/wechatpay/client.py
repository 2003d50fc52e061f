"""WeChat Pay as a gateway: calls out, definite outcomes back, and `Unknown` for everything that is not definite."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import quote

import msgspec

from kith.kit import clock, ids
from kith.payments.bill import BillFetched, BillKind, BillLine, BillMissing
from kith.payments.gateway import (
    Begun,
    Book,
    Closed,
    Declined,
    Missing,
    Note,
    Order,
    Pending,
    Refunded,
    RefundOrder,
    Settled,
    Unknown,
    Waiting,
    Way,
)
from kith.payments.gateways import book as simulated
from kith.payments.gateways.line import Lost
from kith.payments.gateways.wechatpay import bills, message, payouts
from kith.payments.gateways.wechatpay.account import Account
from kith.payments.gateways.wechatpay.message import Answer
from kith.payments.gateways.wechatpay.wire import Refusal, Wire
from kith.payments.outward import Confirm, Dealing, Failed, PaidOut, PayoutOrder, Returned

_ORDERS = "/v3/pay/transactions"
_REFUNDS = "/v3/refund/domestic/refunds"

_ASK_FIRST = frozenset({"ORDERPAID", "ORDER_PAID", "OUT_TRADE_NO_USED", "INVALID_REQUEST"})
"""Answers to an order that may mean that a trade of this number exists: how it stands, only `query` tells."""
_NOT_NOW = frozenset({"NOT_ENOUGH", "NOTENOUGH", "USER_ACCOUNT_ABNORMAL", "NO_AUTH", "RULE_LIMIT", "RULELIMIT"})
"""Refusals of a refund that time or an operator cures."""
_NOT_THERE = frozenset({"ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS", "NOT_FOUND"})


class WechatPay:
    """One merchant, asked over one line. Safe for concurrent use."""

    name = "wechatpay"
    ways: tuple[Way, ...] = ("qr", "wap", "jsapi")
    acknowledgement = b""
    refusal_body = b'{"code":"FAIL","message":"not accepted"}'

    def __init__(self, account: Account, *, seconds: float = 10.0) -> None:
        """`seconds` is how long an answer may take; after that its outcome is `Unknown`. Raises `BadKey`."""
        self._account = account
        self._wire = Wire(account, seconds=seconds)

    async def begin(self, order: Order) -> Begun | Unknown | Declined:
        """Every order is made by a call; one for WeChat's own browser needs to know who pays."""
        biz = self._ordered(order)
        if order.way == "wap":
            scene = {"payer_client_ip": order.payer_ip or "127.0.0.1", "h5_info": {"type": "Wap"}}
            return self._begun(order, await self._order("h5", order, biz | {"scene_info": scene}))
        if order.way == "jsapi":
            if not order.payer:
                return Declined(order.number, "payer-missing")
            return self._begun(order, await self._order("jsapi", order, biz | {"payer": {"openid": order.payer}}))
        return self._begun(order, await self._order("native", order, biz))

    async def query(self, number: str, known: str | None = None) -> Settled | Waiting | Closed | Missing | Unknown:
        target = f"{_ORDERS}/out-trade-no/{number}?mchid={self._account.mch_id}"
        answer = await self._wire.ask("GET", target, number)
        if isinstance(answer, Unknown):
            return answer
        if isinstance(answer, Refusal):
            return Missing(number) if answer.code in _NOT_THERE else Unknown(number, answer.code)
        return _standing(number, answer)

    async def close(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        """A trade that cannot be closed is asked about: the buyer was faster, or it is closed already."""
        target = f"{_ORDERS}/out-trade-no/{number}/close"
        answer = await self._wire.ask("POST", target, number, {"mchid": self._account.mch_id})
        if isinstance(answer, Unknown):
            return answer
        if isinstance(answer, Answer):
            return Closed(number)
        standing = await self.query(number)
        return Unknown(number, answer.code) if isinstance(standing, Waiting) else standing

    async def cancel(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        """A code is an order like any other: closing it makes it dead."""
        return await self.close(number)

    async def refund(self, order: RefundOrder) -> Refunded | Pending | Unknown | Declined:
        """What WeChat says at once is only that it took the order, unless it says that the money has gone."""
        biz: dict[str, object] = {
            "out_trade_no": order.number,
            "out_refund_no": order.refund_number,
            "reason": order.reason[:80],
            "amount": {"refund": order.fen, "total": order.total_fen, "currency": "CNY"},
        }
        if self._account.notify_url:
            biz["notify_url"] = self._account.notify_url
        answer = await self._wire.ask("POST", _REFUNDS, order.refund_number, biz, named="out_refund_no")
        if isinstance(answer, Unknown):
            return Unknown(order.number, answer.why)
        if isinstance(answer, Refusal):
            return Declined(order.number, answer.code, again=answer.code in _NOT_NOW)
        said = self._refunded(order.number, order.refund_number, answer)
        return Pending(order.number, order.refund_number) if isinstance(said, Missing) else said

    async def query_refund(
        self, number: str, refund_number: str, known: str | None = None
    ) -> Refunded | Pending | Missing | Unknown:
        answer = await self._wire.ask("GET", f"{_REFUNDS}/{refund_number}", refund_number, named="out_refund_no")
        if isinstance(answer, Unknown):
            return Unknown(number, answer.why)
        if isinstance(answer, Refusal):
            return Missing(number) if answer.code in _NOT_THERE else Unknown(number, answer.code)
        return self._refunded(number, refund_number, answer)

    @property
    def pays_out(self) -> bool:
        """Only under a scene that was agreed with WeChat."""
        return self._account.transfer_scene is not None

    async def pay_out(self, order: PayoutOrder) -> PaidOut | Dealing | Confirm | Failed | Returned | Unknown | Declined:
        if not self.pays_out:
            return Declined(order.number, "scene-missing", again=True)
        biz = payouts.ordered(order, self._account, self._wire.signer)
        answer = await self._wire.ask("POST", payouts.TRANSFERS, order.number, biz, named="out_bill_no")
        return answer if isinstance(answer, Unknown) else payouts.outcome(order, answer)

    async def query_payout(self, number: str) -> PaidOut | Dealing | Confirm | Failed | Returned | Missing | Unknown:
        target = f"{payouts.TRANSFERS}/out-bill-no/{number}"
        answer = await self._wire.ask("GET", target, number, named="out_bill_no")
        return answer if isinstance(answer, Unknown) else payouts.standing(number, answer)

    async def fetch_bill(self, day: date, kind: BillKind, into: Path) -> BillFetched | BillMissing | Unknown | Declined:
        """WeChat names an address and the hash of what lies there; only one of its own is asked."""
        number = day.isoformat()
        answer = await self._wire.ask("GET", bills.target(day, kind), number)
        if isinstance(answer, Unknown):
            return answer
        if isinstance(answer, Refusal):
            return BillMissing(answer.code) if answer.code in bills.MISSING else Declined(number, answer.code)
        if not bills.trusted(answer.download_url, self._account.url):
            return Unknown(number, "other-address")
        lost = await self._wire.download(answer.download_url, into, most=bills.MOST_BYTES)
        if lost:
            return Unknown(number, lost.why)
        return BillFetched() if bills.is_whole(into, answer.hash_value) else Unknown(number, "other-hash")

    def read_bill(self, path: Path) -> Iterator[BillLine]:
        return bills.lines(path)

    def read(self, body: bytes, headers: Mapping[str, str], *, arriving: bool = True) -> Note:
        at = clock.real_now() if arriving else None
        return message.note(body, headers, self._wire.signer, self._account, at)

    async def book(self) -> Book | None:
        """The simulator's book; None where there is none, or where it cannot be read now."""
        if self._account.book_url is None:
            return None
        body = await self._wire.line.get(self._account.book_url)
        return None if isinstance(body, Lost) else simulated.read(body)

    async def disconnect(self) -> None:
        await self._wire.line.disconnect()

    async def _order(self, kind: str, order: Order, biz: dict[str, object]) -> Answer | Refusal | Unknown:
        return await self._wire.ask("POST", f"{_ORDERS}/{kind}", order.number, biz)

    def _ordered(self, order: Order) -> dict[str, object]:
        return {
            "appid": self._account.app_id,
            "mchid": self._account.mch_id,
            "description": order.subject[:127],
            "out_trade_no": order.number,
            "time_expire": message.beijing(order.pay_by),
            "notify_url": order.notify_url,
            "amount": {"total": order.fen, "currency": "CNY"},
        }

    def _begun(self, order: Order, answer: Answer | Refusal | Unknown) -> Begun | Unknown | Declined:
        number = order.number
        if isinstance(answer, Unknown):
            return answer
        if isinstance(answer, Refusal):
            return Unknown(number, answer.code) if answer.code in _ASK_FIRST else Declined(number, answer.code)
        if order.way == "qr" and answer.code_url:
            return Begun(number, qr_code=answer.code_url)
        if order.way == "wap" and answer.h5_url:
            return Begun(number, url=_returning(answer.h5_url, order.return_url))
        if order.way == "jsapi" and answer.prepay_id:
            return Begun(number, order_string=self._handed_over(answer.prepay_id))
        return Unknown(number, "nowhere-to-pay")

    def _handed_over(self, prepay_id: str) -> str:
        """What WeChat's browser is given for `getBrandWCPayRequest`, as JSON."""
        at, nonce, package = str(int(clock.real_now().timestamp())), ids.new().hex, f"prepay_id={prepay_id}"
        signature = self._wire.signer.sign(message.lines(self._account.app_id, at, nonce, package))
        told = {
            "appId": self._account.app_id,
            "timeStamp": at,
            "nonceStr": nonce,
            "package": package,
            "signType": "RSA",
            "paySign": signature,
        }
        return msgspec.json.encode(told).decode()

    def _refunded(self, number: str, refund_number: str, answer: Answer) -> Refunded | Pending | Missing | Unknown:
        """A refund that WeChat closed may be asked for again under its number; one that its bank turned away waits for
        an operator."""
        match answer.status:
            case "SUCCESS":
                return Refunded(number, refund_number, answer.amount.refund)
            case "PROCESSING":
                return Pending(number, refund_number)
            case "CLOSED":
                return Missing(number)
            case _:
                return Unknown(number, "abnormal" if answer.status == "ABNORMAL" else "other-status")


def _standing(number: str, answer: Answer) -> Settled | Waiting | Closed | Unknown:
    """A trade that was refunded stays paid."""
    match answer.trade_state:
        case "NOTPAY" | "USERPAYING" | "PAYERROR":
            return Waiting(number)
        case "CLOSED" | "REVOKED":
            return Closed(number)
        case "SUCCESS" | "REFUND" if answer.transaction_id and answer.amount.total > 0:
            try:
                paid_at = message.moment(answer.success_time)
            except ValueError:
                paid_at = clock.real_now()
            return Settled(number, answer.transaction_id, answer.amount.total, paid_at)
        case _:
            return Unknown(number, "other-state")


def _returning(url: str, back: str | None) -> str:
    """The page for phones, with where its buyer goes afterwards."""
    return f"{url}{'&' if '?' in url else '?'}redirect_url={quote(back, safe='')}" if back else url
