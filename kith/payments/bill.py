"""A gateway's bill of a day: what it says that it did, line by line, to be compared with what we know."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from kith.kit.refusal import Refusal

BillKind = Literal["trades", "funds"]
"""Of the trades: what buyers paid and got back. Of the funds: everything that moved our account, payouts too."""

TradeLineKind = Literal["payment", "refund", "other"]


Movement = Literal["payment", "refund", "payout", "return", "fee", "bank", "other"]
"""Why money moved: a buyer paid, got it back; we paid out, it came back; the gateway's price; to our bank; anything
else."""


class TradeLine(Struct, frozen=True, tag="trade"):
    """A payment, or a refund, whose sums are below zero."""

    kind: TradeLineKind
    number: str
    """Ours, of the trade."""
    gateway_number: str
    refund_number: str | None
    subject: str
    fen: int
    received_fen: int
    fee_fen: int
    done_at: datetime


class FundLine(Struct, frozen=True, tag="fund"):
    """Money that came into our account at the gateway (above zero) or left it (below), and what was then there,
    where the bill says so."""

    kind: str
    """In the gateway's own words."""
    entry_number: str
    number: str
    """Ours, of the trade or payout; empty where the gateway moved money on its own."""
    gateway_number: str
    fen: int
    balance_fen: int | None
    at: datetime
    movement: Movement = "other"


BillLine = TradeLine | FundLine


class BillFetched(Struct, frozen=True, tag="bill_fetched"):
    """The bill lies in the file that was named."""


class BillMissing(Struct, frozen=True, tag="bill_missing"):
    """The gateway has no bill of that day: not yet, or because nothing happened."""

    code: str


class BadBill(Exception):
    """A bill that is cut off, too large or not of the published form; the message quotes nothing of it."""


class BillNotReady(Refusal):
    """There is no bill of this day yet, or nothing happened on it. Bills come in the morning after; ask again."""
