"""Sums of attempts and refunds, to be compared with the ledger and with a gateway's own book."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import ledger
from kith.kit import ids
from kith.kit.sql import Query, Statement
from kith.payments.attempt import AttemptState
from kith.payments.charge import AttemptId, ChargeId
from kith.payments.gateway import Book
from kith.payments.payout import PayoutId, PayoutState
from kith.payments.posting import charge_account, clearing_account, payouts_account
from kith.payments.refund import RefundId, RefundState


class Totals(Struct, frozen=True):
    """What one gateway took in, gave back and has yet to give back, by our rows."""

    gateway: str
    captured: int
    refunded: int
    held: int


class ChargeTotals(Struct, frozen=True):
    """The same of one charge that was paid."""

    charge_id: ChargeId
    captured: int
    refunded: int
    held: int


class BookedAttempt(Struct, frozen=True):
    """How an attempt stands with us."""

    attempt_id: AttemptId
    state: AttemptState
    paid_fen: int | None


class BookedRefund(Struct, frozen=True):
    """How a refund stands with us."""

    refund_id: RefundId
    state: RefundState
    fen: int


class PayoutTotals(Struct, frozen=True):
    """What went out through one gateway, came back, and is on its way, by our rows."""

    gateway: str
    paid: int
    returned: int
    held: int


class BookedPayout(Struct, frozen=True):
    """How a payout stands with us."""

    owner_id: UUID
    payout_id: PayoutId
    state: PayoutState
    fen: int

    @property
    def number(self) -> str:
        """As `Payout.number`."""
        return ids.derived(self.owner_id, self.payout_id.hex).hex


class Overdue(Struct, frozen=True):
    """An attempt, refund or payout that nobody tends although it is due."""

    id: UUID
    due_at: datetime


def unexplained_clearing(row: Totals, balances: Mapping[UUID, ledger.Balance]) -> list[ledger.Finding]:
    """A clearing account has what came in, has given what went back, and holds for the refunds under way."""
    balance = balances.get(clearing_account(row.gateway), ledger.Balance(0, 0, 0, 0))
    have = (balance.debits_posted, balance.credits_posted, balance.credits_pending)
    want = (row.captured, row.refunded, row.held)
    return _differs("clearing_is_sum_of_payments", row.gateway, have, want)


def unexplained_charge(row: ChargeTotals, balances: Mapping[UUID, ledger.Balance]) -> list[ledger.Finding]:
    """A charge's account must have got its captures, and its holds must be its refunds under way."""
    balance = balances.get(charge_account(row.charge_id), ledger.Balance(0, 0, 0, 0))
    have = (min(balance.credits_posted, row.captured), min(balance.debits_posted, row.refunded), balance.debits_pending)
    want = (row.captured, row.refunded, row.held)
    return _differs("charge_account_has_its_payments", str(row.charge_id), have, want)


def unexplained_payments(book: Book, rows: list[BookedAttempt]) -> list[ledger.Finding]:
    """Every trade in the gateway's book is paid with us for as much, or still asked about; and the other way round."""
    ours = {row.attempt_id.hex: row.paid_fen for row in rows if row.state == "paid"}
    under_way = {row.attempt_id.hex for row in rows if row.state in ("unknown", "open")}
    return _compare(
        "gateway_book_has_the_same_payments", {k: v for k, v in book.paid.items() if k not in under_way}, ours
    )


def unexplained_refunds(book: Book, rows: list[BookedRefund]) -> list[ledger.Finding]:
    """The same of refunds."""
    ours = {row.refund_id.hex: row.fen for row in rows if row.state == "refunded"}
    under_way = {row.refund_id.hex for row in rows if row.state == "unknown"}
    return _compare(
        "gateway_book_has_the_same_refunds", {k: v for k, v in book.refunded.items() if k not in under_way}, ours
    )


def unexplained_payouts(row: PayoutTotals, balances: Mapping[UUID, ledger.Balance]) -> list[ledger.Finding]:
    """The account of payouts has what went out, got back what returned, and waits for those under way."""
    balance = balances.get(payouts_account(row.gateway), ledger.Balance(0, 0, 0, 0))
    have = (balance.credits_posted, balance.debits_posted, balance.credits_pending)
    want = (row.paid, row.returned, row.held)
    if have == want:
        return []
    detail = f"paid, returned, held: ledger {have}, payouts {want}"
    return [ledger.Finding("payouts_are_sum_of_payouts", row.gateway, detail)]


def unexplained_money_out(book: Book, rows: list[BookedPayout]) -> list[ledger.Finding]:
    """Every payout in the gateway's book is one of ours, to the fen, or still asked about. One that came back may be
    news to us while it is watched."""
    open_now = {row.number for row in rows if row.state in ("unknown", "dealing", "confirm")}
    watched = {row.number for row in rows if row.state == "paid"}
    ours = {row.number: row.fen for row in rows if row.state in ("paid", "returned")}
    back = {row.number: row.fen for row in rows if row.state == "returned"}
    return [
        *_compare(
            "gateway_book_has_the_same_payouts", {k: v for k, v in book.paid_out.items() if k not in open_now}, ours
        ),
        *_compare(
            "gateway_book_has_the_same_returns",
            {k: v for k, v in book.returned.items() if k not in open_now | watched},
            back,
        ),
    ]


def _compare(check: str, theirs: Mapping[str, int], ours: Mapping[str, int | None]) -> list[ledger.Finding]:
    numbers = sorted(theirs.keys() | ours.keys())
    return [
        ledger.Finding(check, number, f"the gateway has {theirs.get(number, 0)} fen, we have {ours.get(number, 0)}")
        for number in numbers
        if theirs.get(number) != ours.get(number)
    ]


def _differs(check: str, subject: str, have: tuple[int, ...], want: tuple[int, ...]) -> list[ledger.Finding]:
    if have == want:
        return []
    return [ledger.Finding(check, subject, f"captured, refunded, held: ledger {have}, payments {want}")]


one_snapshot = Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

totals = Query(
    Totals,
    """
    WITH back AS (
        SELECT charge_id, attempt_id, sum(fen) FILTER (WHERE state = 'refunded') AS refunded,
            sum(fen) FILTER (WHERE state <> 'refunded') AS held
        FROM refund GROUP BY charge_id, attempt_id
    )
    SELECT attempt.gateway, coalesce(sum(attempt.paid_fen), 0)::bigint AS captured,
        coalesce(sum(back.refunded), 0)::bigint AS refunded, coalesce(sum(back.held), 0)::bigint AS held
    FROM attempt LEFT JOIN back ON back.charge_id = attempt.charge_id AND back.attempt_id = attempt.attempt_id
    WHERE attempt.state = 'paid' AND attempt.gateway <> 'wallet' GROUP BY attempt.gateway
    """,
)

of_charges = Query(
    ChargeTotals,
    """
    WITH back AS (
        SELECT charge_id, attempt_id, sum(fen) FILTER (WHERE state = 'refunded') AS refunded,
            sum(fen) FILTER (WHERE state <> 'refunded') AS held
        FROM refund GROUP BY charge_id, attempt_id
    )
    SELECT attempt.charge_id, coalesce(sum(attempt.paid_fen), 0)::bigint AS captured,
        coalesce(sum(back.refunded), 0)::bigint AS refunded, coalesce(sum(back.held), 0)::bigint AS held
    FROM attempt LEFT JOIN back ON back.charge_id = attempt.charge_id AND back.attempt_id = attempt.attempt_id
    WHERE attempt.state = 'paid' AND attempt.charge_id > %(after)s
    GROUP BY attempt.charge_id ORDER BY attempt.charge_id LIMIT %(limit)s
    """,
)

attempts_at = Query(BookedAttempt, "SELECT attempt_id, state, paid_fen FROM attempt WHERE gateway = %(gateway)s")

refunds_at = Query(
    BookedRefund,
    """
    SELECT refund.refund_id, refund.state, refund.fen
    FROM refund JOIN attempt ON attempt.charge_id = refund.charge_id AND attempt.attempt_id = refund.attempt_id
    WHERE attempt.gateway = %(gateway)s
    """,
)

of_payouts = Query(
    PayoutTotals,
    """
    SELECT gateway, coalesce(sum(fen) FILTER (WHERE state IN ('paid', 'returned')), 0)::bigint AS paid,
        coalesce(sum(fen) FILTER (WHERE state = 'returned'), 0)::bigint AS returned,
        coalesce(sum(fen) FILTER (WHERE state IN ('wanted', 'unknown', 'dealing', 'confirm')), 0)::bigint AS held
    FROM payout GROUP BY gateway
    """,
)

payouts_at = Query(BookedPayout, "SELECT owner_id, payout_id, state, fen FROM payout WHERE gateway = %(gateway)s")

overdue = Query(
    Overdue,
    """
    SELECT charge_id AS id, due_at FROM attempt WHERE due_at <= %(before)s
    UNION ALL SELECT charge_id, due_at FROM refund WHERE due_at <= %(before)s
    UNION ALL SELECT payout_id, due_at FROM payout WHERE due_at <= %(before)s
    ORDER BY due_at LIMIT %(limit)s
    """,
)
