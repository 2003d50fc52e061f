"""What a shop's owner sees of its money."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from kith import ledger, mall, payments
from kith.kit import sql
from kith.kit.page import TOP

LineKind = Literal["order", "paid", "returned"]
"""An order became the shop's own; a payout was paid; a payout came back."""

Place = tuple[datetime, UUID, str]
"""Where a line stands: when, of what, of which kind."""

START: Place = (*TOP, "~")


class NewPayout(Struct, frozen=True):
    """Money to be paid out. The client makes the id, and repeats it when it did not hear the answer."""

    payout_id: payments.PayoutId
    fen: Annotated[int, Meta(ge=1, le=10_000_000_000)]


class ShopMoney(Struct, frozen=True):
    """A shop's money at this moment, in fen."""

    pending_fen: int
    """Of orders that are under way or were received some days ago."""
    available_fen: int
    """May be paid out."""
    under_way_fen: int
    """In payouts without an end."""
    paid_fen: int
    """Was paid out and has not come back."""
    account: str | None
    """Where it is paid out to, masked; null as long as no operator has entered it."""
    smallest_fen: int
    """No payout may be smaller."""
    on: bool
    """Whether anything can be paid out on this installation."""


class StatementLine(Struct, frozen=True):
    """One movement of the shop's money; `fen` is below zero where it went out."""

    kind: LineKind
    id: UUID
    """Of the order, or of the payout."""
    title: str | None
    """What was ordered."""
    fen: int
    at: datetime


class ShopPayout(Struct, frozen=True):
    """A payout as the owner sees it. `code` is the gateway's own word for why it failed."""

    payout_id: payments.PayoutId
    fen: int
    account: str
    state: payments.PayoutState
    code: str | None
    wanted_at: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    package: str | None
    """While it is to be confirmed: what the gateway's app is shown, or the page on which its owner confirms it."""


def payable_account(merchant_id: UUID) -> UUID:
    """What we owe a shop."""
    return ledger.account_id("merchant-payable", merchant_id)


def new_account(merchant_id: UUID) -> ledger.NewAccount:
    """The same, to be opened: a shop is never paid more than it earned."""
    return ledger.NewAccount(payable_account(merchant_id), "merchant-payable", merchant_id, "debits")


def shown(payout: payments.Payout) -> ShopPayout:
    """The owner's view of a payout."""
    return ShopPayout(
        payout.payout_id,
        payout.fen,
        payout.hint,
        payout.state,
        payout.code if payout.state == "failed" else None,
        payout.wanted_at,
        payout.paid_at,
        payout.ended_at,
        payout.package,
    )


def of_sale(sale: mall.Sale) -> StatementLine:
    """The line of a settled order."""
    return StatementLine("order", sale.order_id, sale.title, sale.fen, sale.settled_at)


def of_move(move: payments.PayoutMove) -> StatementLine:
    """The line of a payout that was paid or came back."""
    return StatementLine(move.kind, move.payout_id, None, -move.fen if move.kind == "paid" else move.fen, move.at)


def place_of(line: StatementLine) -> Place:
    """Where the line stands."""
    return (line.at, line.id, line.kind)


one_snapshot = sql.Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
