"""The other side of a gateway, in memory, that does on the wire exactly what a test wrote down.

It keeps a true book: what a trade is and what was given back does not depend on which answers were lost.
"""

import asyncio
import hmac
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from kith.payments.bill import BadBill, BillFetched, BillKind, BillLine, BillMissing, FundLine, TradeLine
from kith.payments.gateway import (
    Begun,
    Book,
    Closed,
    Declined,
    Forged,
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
from kith.payments.outward import Confirm, Dealing, Failed, PaidOut, PayoutOrder, Returned

Fault = Literal["lost", "lost_after", "declined", "declined_again", "pending", "failed", "confirm"]
"""The call is lost before it has its effect; after it; the gateway refuses, for good or for now; it takes its time."""

PAID_AT = datetime(2026, 3, 1, 4, 5, tzinfo=UTC)
KEY = b"only the gateway knows"


@dataclass
class Trade:
    """What the gateway has under one number."""

    fen: int
    state: Literal["waiting", "paid", "closed"] = "waiting"
    refunds: dict[str, int] = field(default_factory=dict[str, int])


@dataclass
class Sent:
    """Money that was sent out, as it stands."""

    fen: int
    state: Literal["dealing", "confirm", "paid", "failed", "returned"]


class Scripted:
    """A gateway with a true book and scripted faults: `faults[method]` are used up call by call."""

    ways: tuple[Way, ...] = ("page", "wap", "qr", "app")
    acknowledgement = b"success"
    refusal_body = b"fail"
    pays_out = True

    def __init__(self, name: str = "scripted") -> None:
        self.name = name
        self.trades: dict[str, Trade] = {}
        self.payouts: dict[str, Sent] = {}
        self.payout_orders: list[PayoutOrder] = []
        self.faults: defaultdict[str, list[Fault]] = defaultdict(list)
        self.calls: list[str] = []
        self.orders: list[Order] = []
        self.bills: dict[date, list[BillLine]] = {}
        """What its bills say, of the days whose bills are there."""
        self.cut_off = False
        """Bills end in the middle."""
        self.during: dict[str, Callable[[], Awaitable[Any]]] = {}
        """By method: what happens elsewhere while the answer is under way."""

    def pay(self, number: str, fen: int | None = None) -> None:
        """A buyer pays."""
        trade = self.trades[number]
        assert trade.state == "waiting"
        trade.fen = trade.fen if fen is None else fen
        trade.state = "paid"

    def note(
        self, number: str, outcome: str, *, refund_number: str | None = None, note_id: str = "1", proves: bool = True
    ) -> bytes:
        """A genuine notification."""
        trade = self.trades[number]
        text = msgspec.json.encode(
            {
                "note_id": note_id,
                "number": number,
                "gateway_number": f"G{number}",
                "outcome": outcome,
                "fen": trade.fen,
                "paid_at": PAID_AT,
                "refund_number": refund_number,
                "refunded_fen": sum(trade.refunds.values()),
                "proves": proves,
            }
        )
        return hmac.digest(KEY, text, "sha256") + text

    def read(self, body: bytes, headers: Mapping[str, str], *, arriving: bool = True) -> Note:
        sign, text = body[:32], body[32:]
        if not hmac.compare_digest(sign, hmac.digest(KEY, text, "sha256")):
            raise Forged("bad_signature")
        return msgspec.json.decode(text, type=Note)

    async def begin(self, order: Order) -> Begun | Unknown | Declined:
        self.orders.append(order)
        fault = await self._call("begin")
        if fault == "lost":
            return Unknown(order.number, "timeout")
        if fault in ("declined", "declined_again"):
            return Declined(order.number, "TOTAL_FEE_EXCEED")
        self.trades.setdefault(order.number, Trade(order.fen))
        if fault == "lost_after":
            return Unknown(order.number, "timeout")
        if order.way in ("page", "wap"):
            return Begun(order.number, url=f"https://pay.example/{order.number}")
        if order.way == "app":
            return Begun(order.number, order_string=f"out_trade_no={order.number}")
        return Begun(order.number, qr_code=f"pay:{order.number}")

    async def query(self, number: str, known: str | None = None) -> Settled | Waiting | Closed | Missing | Unknown:
        if await self._call("query"):
            return Unknown(number, "timeout")
        return self._stands(number)

    async def close(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        fault = await self._call("close")
        if fault == "lost":
            return Unknown(number, "timeout")
        trade = self.trades.get(number)
        if trade and trade.state == "waiting":
            trade.state = "closed"
        stands = self._stands(number)
        assert not isinstance(stands, Waiting)
        return Unknown(number, "timeout") if fault == "lost_after" else stands

    async def cancel(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        if await self._call("cancel") == "lost":
            return Unknown(number, "timeout")
        trade = self.trades.get(number)
        if trade and trade.state == "waiting":
            trade.state = "closed"
        stands = self._stands(number)
        assert not isinstance(stands, Waiting)
        return stands

    async def refund(self, order: RefundOrder) -> Refunded | Pending | Unknown | Declined:
        fault = await self._call("refund")
        if fault == "lost":
            return Unknown(order.number, "timeout")
        if fault in ("declined", "declined_again"):
            return Declined(order.number, "SELLER_BALANCE_NOT_ENOUGH", again=fault == "declined_again")
        trade = self.trades[order.number]
        assert trade.state == "paid"
        assert trade.fen == order.total_fen
        trade.refunds[order.refund_number] = order.fen
        assert sum(trade.refunds.values()) <= trade.fen
        if fault == "lost_after":
            return Unknown(order.number, "timeout")
        if fault == "pending":
            return Pending(order.number, order.refund_number)
        return Refunded(order.number, order.refund_number, order.fen)

    async def query_refund(
        self, number: str, refund_number: str, known: str | None = None
    ) -> Refunded | Missing | Unknown:
        if await self._call("query_refund"):
            return Unknown(number, "timeout")
        fen = self.trades[number].refunds.get(refund_number)
        return Missing(number) if fen is None else Refunded(number, refund_number, fen)

    async def pay_out(self, order: PayoutOrder) -> PaidOut | Dealing | Confirm | Failed | Returned | Unknown | Declined:
        self.payout_orders.append(order)
        fault = await self._call("pay_out")
        if fault == "lost":
            return Unknown(order.number, "timeout")
        if fault in ("declined", "declined_again") and order.number not in self.payouts:
            again = fault == "declined_again"
            return Declined(order.number, "PAYER_BALANCE_NOT_ENOUGH" if again else "PAYEE_NOT_EXIST", again)
        end = "dealing" if fault == "pending" else fault if fault in ("failed", "confirm") else "paid"
        self.payouts.setdefault(order.number, Sent(order.fen, end))
        if fault == "lost_after":
            return Unknown(order.number, "timeout")
        said = self._sent(order.number)
        return Confirm(order.number, f"P{order.number}") if isinstance(said, Confirm) else said

    async def query_payout(self, number: str) -> PaidOut | Dealing | Confirm | Failed | Returned | Missing | Unknown:
        if await self._call("query_payout"):
            return Unknown(number, "timeout")
        return self._sent(number) if number in self.payouts else Missing(number)

    async def fetch_bill(self, day: date, kind: BillKind, into: Path) -> BillFetched | BillMissing | Unknown | Declined:
        if await self._call("fetch_bill"):
            return Unknown(day.isoformat(), "timeout")
        if day not in self.bills:
            return BillMissing("NO_BILL_DATA")
        wanted = TradeLine if kind == "trades" else FundLine
        said = msgspec.json.encode([line for line in self.bills[day] if isinstance(line, wanted)])
        into.write_bytes(said)  # noqa: ASYNC240 a few bytes
        return BillFetched()

    def read_bill(self, path: Path) -> Iterator[BillLine]:
        yield from msgspec.json.decode(path.read_bytes(), type=list[BillLine])
        if self.cut_off:
            raise BadBill("cut off")

    async def book(self) -> Book | None:
        return Book(
            {number: trade.fen for number, trade in self.trades.items() if trade.state == "paid"},
            {name: fen for trade in self.trades.values() for name, fen in trade.refunds.items()},
            {number: sent.fen for number, sent in self.payouts.items() if sent.state in ("paid", "returned")},
            {number: sent.fen for number, sent in self.payouts.items() if sent.state == "returned"},
        )

    async def disconnect(self) -> None:
        pass

    async def _call(self, method: str) -> Fault | None:
        self.calls.append(method)
        await asyncio.sleep(0)
        if method in self.during:
            await self.during.pop(method)()
        return self.faults[method].pop(0) if self.faults[method] else None

    def _sent(self, number: str) -> PaidOut | Dealing | Confirm | Failed | Returned:
        sent = self.payouts[number]
        match sent.state:
            case "paid":
                return PaidOut(number, f"T{number}", sent.fen, PAID_AT)
            case "returned":
                return Returned(number, f"T{number}", sent.fen)
            case "dealing":
                return Dealing(number)
            case "confirm":
                return Confirm(number, None)
            case "failed":
                return Failed(number, "PAYEE_ACC_OCUPIED")

    def _stands(self, number: str) -> Settled | Waiting | Closed | Missing:
        trade = self.trades.get(number)
        if trade is None:
            return Missing(number)
        if trade.state == "paid":
            return Settled(number, f"G{number}", trade.fen, PAID_AT)
        return Waiting(number) if trade.state == "waiting" else Closed(number)
