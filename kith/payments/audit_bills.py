"""Compare bills, breaks and the accounts behind the gateways."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kith import ledger
from kith.kit.sql import Tx
from kith.payments import bill_break as breaks
from kith.payments import bill_day as days
from kith.payments import clearing
from kith.payments.holdings import holdings
from kith.payments.policy import Policy

_LIMIT = 1000


async def audit_bills(tx: Tx, gateways: Sequence[str], policy: Policy, now: datetime) -> list[ledger.Finding]:
    """What the ledger has of each day is what its bill says; what is left in a gateway's clearing accounts is, line by
    line, what no bill has said. No bill is awaited and no break is open for longer than the policy allows."""
    findings = [
        ledger.Finding(
            "bill_is_in_the_ledger", f"{row.gateway} {row.day} {row.what}", f"{row.said}, not {row.moved} fen"
        )
        for row in await clearing.unposted.all(tx)
    ]
    for held in await holdings(tx, gateways):
        for name, has, must in (
            ("clearing", held.clearing, held.clearing_explained),
            ("payouts", held.payouts, held.payouts_explained),
        ):
            if has != must:
                detail = f"{name} has {has} fen, of which {must} have stood on no bill"
                findings.append(ledger.Finding("clearing_is_what_no_bill_has", held.gateway, detail))
    findings += [
        ledger.Finding("bill_is_here", f"{row.gateway} {row.day}", f"asked {row.tries} times: {row.code}")
        for row in await days.overdue.all(tx, before=now - timedelta(seconds=policy.bill_overdue_seconds), limit=_LIMIT)
    ]
    findings += [
        ledger.Finding("break_is_closed", str(row.break_id), f"{row.kind} since {row.opened_at.isoformat()}")
        for row in await breaks.older.all(tx, before=now - timedelta(seconds=policy.break_seconds), limit=_LIMIT)
    ]
    return findings
