"""What the account of a wallet must have paid and got."""

from kith import ledger, payments
from kith.kit.sql import Statement


def unexplained(row: payments.PurseTotals, balance: ledger.Balance, set_aside: int) -> list[ledger.Finding]:
    """It pays nothing but charges and payouts, and what was `set_aside` when its owner had left. It
    gets top-ups, refunds and what comes back, and gifts of others."""
    have = (balance.debits_posted, balance.debits_pending, min(balance.credits_posted, _brought(row)))
    want = (row.paid + row.sent + set_aside, row.under_way, _brought(row))
    if have == want:
        return []
    detail = f"paid and sent, under way, got: ledger {have}, payments {want}"
    return [ledger.Finding("wallet_has_its_payments", str(row.person_id), detail)]


def _brought(row: payments.PurseTotals) -> int:
    return row.into + row.refunded + row.returned


one_snapshot = Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
