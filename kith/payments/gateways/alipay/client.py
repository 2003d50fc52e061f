"""Alipay as a gateway: calls out, definite outcomes back, and `Unknown` for everything that is not definite."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from kith.kit import clock, money
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
from kith.payments.gateways.alipay import bills, message, payouts
from kith.payments.gateways.alipay.account import Account
from kith.payments.gateways.alipay.message import Answer
from kith.payments.gateways.alipay.wire import FAILED, OK, Biz, Wire
from kith.payments.gateways.line import Lost
from kith.payments.outward import Dealing, Failed, PaidOut, PayoutOrder, Returned

_ASK_FIRST = frozenset({"ACQ.TRADE_HAS_SUCCESS", "ACQ.CONTEXT_INCONSISTENT"})
"""Answers to an order that prove a trade of this number exists: how it stands, only `query` tells."""
_NOT_NOW = frozenset(
    {
        "ACQ.SELLER_BALANCE_NOT_ENOUGH",
        "ACQ.REASON_TRADE_BEEN_FREEZEN",
        "ACQ.BUYER_ENABLE_STATUS_FORBID",
        "ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND",
    }
)
"""Refusals of a refund that time or an operator cures."""

_HANDED_OVER = {
    "page": ("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
    "wap": ("alipay.trade.wap.pay", "QUICK_WAP_WAY"),
    "app": ("alipay.trade.app.pay", "QUICK_MSECURITY_PAY"),
}
"""Method and product of the orders that the buyer's own device brings to Alipay."""

_NOT_IN_SUBJECT = str.maketrans("/=&", "／＝＆")
"""Characters that Alipay forbids in a subject, and their full-width twins."""


class Alipay:
    """One account, asked over one line. Safe for concurrent use."""

    name = "alipay"
    ways: tuple[Way, ...] = ("page", "wap", "qr", "app")
    acknowledgement = b"success"
    refusal_body = b"fail"

    def __init__(self, account: Account, *, seconds: float = 10.0) -> None:
        """`seconds` is how long an answer may take; after that its outcome is `Unknown`. Raises `BadKey`."""
        self._account = account
        self._wire = Wire(account, seconds=seconds)

    async def begin(self, order: Order) -> Begun | Unknown | Declined:
        """A page and the order of an app are signed and made without a call; a code is asked for."""
        if order.way == "jsapi":
            return Declined(order.number, "other-way")
        if order.way != "qr":
            return self._handed_over(order, *_HANDED_OVER[order.way])
        biz = _ordered(order, "FACE_TO_FACE_PAYMENT")
        answer = await self._wire.ask("alipay.trade.precreate", order.number, biz, notify_url=order.notify_url)
        if isinstance(answer, Unknown):
            return answer
        if answer.code == OK:
            code = answer.qr_code
            return Begun(order.number, qr_code=code) if code else Unknown(order.number, "no-qr-code")
        if answer.says in _ASK_FIRST:
            return Unknown(order.number, answer.says)
        return _declined(order.number, answer)

    async def query(self, number: str, known: str | None = None) -> Settled | Waiting | Closed | Missing | Unknown:
        answer = await self._wire.ask("alipay.trade.query", number, {"out_trade_no": number})
        if isinstance(answer, Unknown):
            return answer
        if answer.says == "ACQ.TRADE_NOT_EXIST":
            return Missing(number)
        if answer.code != OK:
            return Unknown(number, answer.says)
        return _standing(number, answer)

    async def close(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        """A trade that cannot be closed is asked about: the buyer was faster, or it is closed already."""
        answer = await self._wire.ask("alipay.trade.close", number, {"out_trade_no": number})
        if isinstance(answer, Unknown):
            return answer
        if answer.code == OK:
            return Closed(number)
        if answer.says == "ACQ.TRADE_NOT_EXIST":
            return Missing(number)
        standing = await self.query(number)
        return Unknown(number, answer.says) if isinstance(standing, Waiting) else standing

    async def cancel(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        """Alipay's cancel gives the money of a paid trade back, under no number of ours: so the trade is asked about
        first. Paid in the moment between, it is `Unknown` as `undone`: `query` then tells of the payment, and an
        operator sees that a refund of it is declined.

        A trade that Alipay does not find is no proof, for the order may still be on its way: `Missing`. After a day it
        cancels nothing any more; by then the code has long expired, and it is closed like any other trade.
        """
        standing = await self.query(number)
        if not isinstance(standing, Missing | Waiting):
            return standing
        answer = await self._wire.ask("alipay.trade.cancel", number, {"out_trade_no": number})
        if isinstance(answer, Unknown):
            return answer
        if answer.says == "ACQ.TRADE_CANCEL_TIME_OUT":
            return await self.close(number)
        if answer.code != OK or answer.retry_flag == "Y":
            return Unknown(number, answer.says)
        outcome = {"close": Closed(number), "": Missing(number), "refund": Unknown(number, "undone")}
        return outcome.get(answer.action, Unknown(number, "other-action"))

    async def refund(self, order: RefundOrder) -> Refunded | Pending | Unknown | Declined:
        """Code 10000 is no proof; `fund_change` Y is. The answer's `refund_fee` is the sum of the trade: not used."""
        biz = {
            "out_trade_no": order.number,
            "out_request_no": order.refund_number,
            "refund_amount": money.yuan(order.fen),
            "refund_reason": order.reason,
        }
        answer = await self._wire.ask("alipay.trade.refund", order.number, biz)
        if isinstance(answer, Unknown):
            return answer
        if answer.code != OK:
            return _declined(order.number, answer)
        if answer.fund_change == "Y":
            return Refunded(order.number, order.refund_number, order.fen)
        return Pending(order.number, order.refund_number)

    async def query_refund(
        self, number: str, refund_number: str, known: str | None = None
    ) -> Refunded | Missing | Unknown:
        biz = {"out_trade_no": number, "out_request_no": refund_number}
        answer = await self._wire.ask("alipay.trade.fastpay.refund.query", number, biz)
        if isinstance(answer, Unknown):
            return answer
        if answer.says == "ACQ.TRADE_NOT_EXIST" or (answer.code == OK and not answer.refund_status):
            return Missing(number)
        if answer.code != OK:
            return Unknown(number, answer.says)
        if answer.refund_status != "REFUND_SUCCESS" or answer.out_request_no != refund_number:
            return Unknown(number, "other-refund")
        fen = _fen(answer.refund_amount)
        return Unknown(number, "bad-amount") if fen is None else Refunded(number, refund_number, fen)

    @property
    def pays_out(self) -> bool:
        """Alipay sends money for those only who prove themselves by certificates."""
        return self._account.certs is not None

    async def pay_out(self, order: PayoutOrder) -> PaidOut | Dealing | Failed | Returned | Unknown | Declined:
        if not self.pays_out:
            return Declined(order.number, "certificates-missing", again=True)
        biz = payouts.ordered(order, self._account.transfer_scene, self._account.transfer_report)
        answer = await self._wire.ask(payouts.TRANSFER, order.number, biz, named="out_biz_no")
        return answer if isinstance(answer, Unknown) else payouts.outcome(order, answer)

    async def query_payout(self, number: str) -> PaidOut | Dealing | Failed | Returned | Missing | Unknown:
        answer = await self._wire.ask(payouts.QUERY, number, payouts.named(number), named="out_biz_no")
        return answer if isinstance(answer, Unknown) else payouts.standing(number, answer)

    async def fetch_bill(self, day: date, kind: BillKind, into: Path) -> BillFetched | BillMissing | Unknown | Declined:
        """Alipay names an address that is good for half a minute; only one of its own is asked."""
        number = day.isoformat()
        answer = await self._wire.ask(
            bills.METHOD, number, {"bill_type": bills.TYPES[kind], "bill_date": number}, named=None
        )
        if isinstance(answer, Unknown):
            return answer
        if answer.says in bills.MISSING:
            return BillMissing(answer.says)
        if answer.code != OK:
            return _declined(number, answer)
        url = bills.trusted(answer.bill_download_url, self._account.url)
        if url is None:
            return Unknown(number, "other-address")
        lost = await self._wire.line.download(url, into, most=bills.MOST_BYTES)
        return Unknown(number, lost.why) if lost else BillFetched()

    def read_bill(self, path: Path) -> Iterator[BillLine]:
        return bills.lines(path)

    def read(self, body: bytes, headers: Mapping[str, str], *, arriving: bool = True) -> Note:
        """Alipay signs the form itself, for ever; its headers say nothing."""
        return message.note(body, self._wire.signer, app_id=self._account.app_id, seller_id=self._account.seller_id)

    async def book(self) -> Book | None:
        """The simulator's book; None where there is none, or where it cannot be read now."""
        if self._account.book_url is None:
            return None
        body = await self._wire.line.get(self._account.book_url)
        if isinstance(body, Lost):
            return None
        return simulated.read(body)

    async def disconnect(self) -> None:
        await self._wire.line.disconnect()

    def _handed_over(self, order: Order, method: str, product_code: str) -> Begun:
        biz = {**_ordered(order, product_code), "quit_url": order.quit_url or ""}
        params = self._wire.signed(method, biz, order.notify_url, order.return_url or "")
        if order.way == "app":
            return Begun(order.number, order_string=urlencode(sorted(params.items()), quote_via=quote, safe=""))
        page = self._account.page_url or self._account.url
        return Begun(order.number, url=f"{page}{'&' if '?' in page else '?'}{urlencode(params)}")


def _ordered(order: Order, product_code: str) -> Biz:
    return {
        "out_trade_no": order.number,
        "product_code": product_code,
        "total_amount": money.yuan(order.fen),
        "subject": order.subject.translate(_NOT_IN_SUBJECT)[:256],
        "time_expire": message.beijing(order.pay_by),
    }


def _standing(number: str, answer: Answer) -> Settled | Waiting | Closed | Unknown:
    """A closed trade that was ever paid is `Settled`: only its refunds closed it."""
    if answer.trade_status == "WAIT_BUYER_PAY":
        return Waiting(number)
    if answer.trade_status == "TRADE_CLOSED" and not answer.send_pay_date:
        return Closed(number)
    if answer.trade_status not in ("TRADE_CLOSED", "TRADE_SUCCESS", "TRADE_FINISHED"):
        return Unknown(number, "other-status")
    fen = _fen(answer.total_amount)
    if fen is None or not answer.trade_no:
        return Unknown(number, "bad-amount")
    return Settled(number, answer.trade_no, fen, _paid_at(answer))


def _paid_at(answer: Answer) -> datetime:
    """Alipay may leave the moment out; then it is the moment of asking."""
    try:
        return message.moment(answer.send_pay_date)
    except ValueError:
        return clock.real_now()


def _declined(number: str, answer: Answer) -> Declined:
    """Codes other than 40004 are about our access, not about the deal: an operator can cure them."""
    return Declined(number, answer.says, again=answer.code != FAILED or answer.says in _NOT_NOW)


def _fen(text: str) -> int | None:
    try:
        return money.fen(text)
    except ValueError:
        return None
