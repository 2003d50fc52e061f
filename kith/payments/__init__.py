"""Payments: taking money in through gateways and giving it back.

A **charge** is the intent that somebody pays; an **attempt** is one way tried, one trade at one gateway under one
number for ever. A charge is `open` → `paid` | `cancelled`; an attempt is `unknown` → `open` → `paid` | `closed`. A
**refund** is the intent that money goes back: `wanted` → `unknown` → `refunded` | `refused` (and on again from there).
A **payout** is the intent that money goes out to whom it belongs: `wanted` → `unknown` → `dealing` | `confirm` (by the
payee) → `paid` | `failed`, and `paid` → `returned` when it comes back. A **notification** is `waiting` → `settled` |
`rejected`.
A **day** of a gateway's bills is `awaited` | `unreadable` → `reconciled`; a **break**, a difference between a bill and
our rows, is `open` → `closed`, and may be opened again.

What always holds:
- `unknown` is a state like any other: nobody can say yet. Only a definite answer of the gateway moves money; until then
  it is asked again, under the same number, for as long as it takes.
- No gateway is called inside a transaction: the intent is committed, then the call made, then its result committed. A
  crash in between leaves `unknown`, which the sweep resolves. Whoever has a gateway do something holds a lease.
- Money that came is always taken in, then handed to the one who asked for it (`Paid`). If it is late, a second time, of
  a wrong amount or turned down, all of it goes back. A charge accepts one attempt.
- Each movement is written once, however often its news comes: a guarded row, and a ledger transfer with a derived id.
- A refund's or payout's money is held in the ledger from the moment it is wanted until the gateway has confirmed it.
- A wallet is a way to pay like a gateway, but for what is asked: the money moves in the ledger, within the request, and
  a refund of it is there when it is committed.
- Who gets a payout is sealed, and forgotten when nothing is left to send.
"""

from kith.payments.ask_again import ask_again
from kith.payments.attempt import (
    AttemptDiffers,
    AttemptOver,
    AttemptState,
    Checkout,
    GatewayDeclined,
    GatewayNotFound,
    GatewaySilent,
)
from kith.payments.audit import audit
from kith.payments.begin import begin
from kith.payments.bill import BadBill, BillKind, BillLine, BillNotReady
from kith.payments.bill_break import AlreadyThere, Break, BreakClosed, BreakNotFound, BreakReason, NoteNeeded
from kith.payments.bill_day import BillDay, BillDayBusy, BillDayNotFound, BillDayView, day_of
from kith.payments.break_view import ShownBreak
from kith.payments.came_back import came_back
from kith.payments.cancel_charge import cancel_charge
from kith.payments.charge import (
    AttemptId,
    Charge,
    ChargeDiffers,
    ChargeId,
    ChargeNotFound,
    ChargeNotPaid,
    ChargeOver,
    ChargePaid,
    ChargeState,
    Moved,
    Paid,
)
from kith.payments.charge_of import charge_of
from kith.payments.charge_view import ChargeView, RefundView
from kith.payments.charges_of import charges_of
from kith.payments.clearing import Holding, gateway_accounts
from kith.payments.clearing import Target as BreakTarget
from kith.payments.close_break import close_break
from kith.payments.exported import exported
from kith.payments.forget_person import forget_person
from kith.payments.gateway import Gateway, Gateways, Way
from kith.payments.hold_money import hold_money
from kith.payments.holdings import holdings
from kith.payments.latest_payouts import latest_payouts
from kith.payments.list_bill_days import list_bill_days
from kith.payments.list_breaks import list_breaks
from kith.payments.list_payout_moves import list_payout_moves
from kith.payments.list_payouts import list_payouts
from kith.payments.open_charge import open_charge
from kith.payments.open_payout import open_payout
from kith.payments.outward import Payee, masked
from kith.payments.paid_out import paid_out
from kith.payments.payee import PayeeGatewayOff, payee_columns, seal_payee, unseal_payee
from kith.payments.payout import (
    WRAPS,
    Payout,
    PayoutDiffers,
    PayoutId,
    PayoutMoved,
    PayoutsOff,
    PayoutState,
    PayoutTooLarge,
)
from kith.payments.payout_again import payout_again
from kith.payments.payout_view import PaidOutTotals, PayoutMove
from kith.payments.payouts_since import payouts_since
from kith.payments.policy import Policy
from kith.payments.posting import charge_account, clearing_account, payouts_account, purse_account, transfers_of
from kith.payments.purse import (
    OBSTACLES,
    PURSE,
    IdentityNeeded,
    Obstacle,
    OverWalletDay,
    OverWalletLimit,
    Purse,
    PurseView,
    TooLittleInWallet,
    WalletFrozen,
    WalletOff,
)
from kith.payments.purse_totals import purse_totals
from kith.payments.purse_view import CameBack, PurseTotals
from kith.payments.read_bill import read_bill
from kith.payments.reconcile_day import reconcile_day
from kith.payments.refund import Refund, RefundDiffers, RefundId, RefundState, RefundTooMuch
from kith.payments.refund_charge import refund_charge
from kith.payments.refunds_of import refunds_of
from kith.payments.show_break import show_break
from kith.payments.standing import BreakKind
from kith.payments.stuck import stuck
from kith.payments.sweep_bills import sweep_bills
from kith.payments.trouble import NothingToAsk, Stuck

__all__ = [
    "OBSTACLES",
    "PURSE",
    "WRAPS",
    "AlreadyThere",
    "AttemptDiffers",
    "AttemptId",
    "AttemptOver",
    "AttemptState",
    "BadBill",
    "BillDay",
    "BillDayBusy",
    "BillDayNotFound",
    "BillDayView",
    "BillKind",
    "BillLine",
    "BillNotReady",
    "Break",
    "BreakClosed",
    "BreakKind",
    "BreakNotFound",
    "BreakReason",
    "BreakTarget",
    "CameBack",
    "Charge",
    "ChargeDiffers",
    "ChargeId",
    "ChargeNotFound",
    "ChargeNotPaid",
    "ChargeOver",
    "ChargePaid",
    "ChargeState",
    "ChargeView",
    "Checkout",
    "Gateway",
    "GatewayDeclined",
    "GatewayNotFound",
    "GatewaySilent",
    "Gateways",
    "Holding",
    "IdentityNeeded",
    "Moved",
    "NoteNeeded",
    "NothingToAsk",
    "Obstacle",
    "OverWalletDay",
    "OverWalletLimit",
    "Paid",
    "PaidOutTotals",
    "Payee",
    "PayeeGatewayOff",
    "Payout",
    "PayoutDiffers",
    "PayoutId",
    "PayoutMove",
    "PayoutMoved",
    "PayoutState",
    "PayoutTooLarge",
    "PayoutsOff",
    "Policy",
    "Purse",
    "PurseTotals",
    "PurseView",
    "Refund",
    "RefundDiffers",
    "RefundId",
    "RefundState",
    "RefundTooMuch",
    "RefundView",
    "ShownBreak",
    "Stuck",
    "TooLittleInWallet",
    "WalletFrozen",
    "WalletOff",
    "Way",
    "ask_again",
    "audit",
    "begin",
    "came_back",
    "cancel_charge",
    "charge_account",
    "charge_of",
    "charges_of",
    "clearing_account",
    "close_break",
    "day_of",
    "exported",
    "forget_person",
    "gateway_accounts",
    "hold_money",
    "holdings",
    "latest_payouts",
    "list_bill_days",
    "list_breaks",
    "list_payout_moves",
    "list_payouts",
    "masked",
    "open_charge",
    "open_payout",
    "paid_out",
    "payee_columns",
    "payout_again",
    "payouts_account",
    "payouts_since",
    "purse_account",
    "purse_totals",
    "read_bill",
    "reconcile_day",
    "refund_charge",
    "refunds_of",
    "seal_payee",
    "show_break",
    "stuck",
    "sweep_bills",
    "transfers_of",
    "unseal_payee",
]
