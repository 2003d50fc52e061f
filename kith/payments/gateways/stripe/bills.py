"""Stripe's balance transactions of a day as its bill: listed page by page into a file, and read from there.

The first line of the file says which bill it is, the last how many lines there are. Its price stands in each
transaction; here it is a line of its own.
"""

from collections.abc import Iterator
from datetime import date, timedelta, timezone
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Raw, Struct

from kith.payments.bill import BadBill, BillKind, BillLine, FundLine, Movement, TradeLine
from kith.payments.gateways.stripe.message import CURRENCY, Charge, Refund, moment

BEIJING = timezone(timedelta(hours=8))

TRADES = ("charge", "payment", "refund", "payment_refund")
_MOVEMENTS: dict[str, Movement] = {
    "charge": "payment",
    "payment": "payment",
    "refund": "refund",
    "payment_refund": "refund",
    "stripe_fee": "fee",
    "payout": "bank",
    "payout_cancel": "bank",
    "payout_failure": "bank",
}


class _Transaction(Struct, frozen=True):
    """A movement of our balance; `fee` is still to be taken off it."""

    object: Literal["balance_transaction"]
    id: str
    type: str
    amount: int
    fee: int
    currency: str
    created: int
    source: Raw = Raw(b"null")
    """What moved it, as an object of its own."""


class Head(Struct, frozen=True):
    """The first line of a bill: which it is."""

    bill: BillKind
    day: date


class Foot(Struct, frozen=True):
    """The last line: how many stand before it."""

    lines: int


def lines(path: Path) -> Iterator[BillLine]:
    """The lines of a bill, read one by one. Raises `BadBill`."""
    try:
        with path.open("rb") as file:
            head = msgspec.json.decode(file.readline(), type=Head)
            for count, line in enumerate(file):
                if line.startswith(b'{"lines":'):
                    if msgspec.json.decode(line, type=Foot).lines != count:
                        break
                    return
                yield from _lines(head.bill, msgspec.json.decode(line, type=_Transaction))
    except (msgspec.DecodeError, OSError, OverflowError) as error:
        raise BadBill("not of Stripe's form") from error
    raise BadBill("cut off")


def _lines(bill: BillKind, row: _Transaction) -> Iterator[BillLine]:
    """Sums in another currency are not ours to add: such an account cannot be compared."""
    if row.currency != CURRENCY:
        raise BadBill("another currency")
    movement = _MOVEMENTS.get(row.type, "other")
    charge = msgspec.json.decode(row.source, type=Charge | None) if movement == "payment" else None
    refund = msgspec.json.decode(row.source, type=Refund | None) if movement == "refund" else None
    about = charge or refund
    ours = about.metadata if about else None
    number = ours.get("number", "") if ours else ""
    trade = (about.payment_intent if about else None) or row.id
    at = moment(row.created)
    if bill == "trades":
        yield TradeLine(
            kind="payment" if charge else "refund",
            number=number,
            gateway_number=trade,
            refund_number=refund.refund_number or row.id if refund else None,
            subject=(charge.description if charge else None) or "",
            fen=row.amount,
            received_fen=row.amount - row.fee,
            fee_fen=row.fee,
            done_at=at,
        )
        return
    yield FundLine(row.type, row.id, number, trade, row.amount, None, at, movement)
    if row.fee:
        yield FundLine("fee", f"{row.id}/fee", "", trade, -row.fee, None, at, "fee")
