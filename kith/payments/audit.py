"""Compare what payments know with the ledger and with the gateways' own books."""

from datetime import datetime, timedelta
from uuid import UUID

from kith import ledger
from kith.kit.sql import Database, Tx
from kith.payments import book as books
from kith.payments import clearing
from kith.payments.audit_bills import audit_bills
from kith.payments.clearing import before
from kith.payments.gateway import Gateway, Gateways
from kith.payments.policy import Policy
from kith.payments.posting import charge_account, clearing_account, payouts_account

_PAGE = 5000
_TRIES = 3


async def audit(db: Database, gateways: Gateways, policy: Policy, now: datetime) -> list[ledger.Finding]:
    """Everything that is not as it must be; empty when all is well.

    Each gateway's clearing account and each paid charge's account hold exactly what attempts and refunds say: every
    paid attempt has its capture, every refund and payout its hold or its posting. Nothing that is due has been left
    lying. Where a gateway shows its book, each payment, refund and payout in it is one of ours, to the fen, or still
    being asked about.
    """
    async with db.transaction() as tx:
        await books.one_snapshot.run(tx)
        findings = await _against_ledger(tx)
        findings += await _left_lying(tx, policy, now)
        findings += await audit_bills(tx, list(gateways), policy, now)
    for gateway in gateways.values():
        findings += await _against_book(db, gateway)
    return findings


async def _against_ledger(tx: Tx) -> list[ledger.Finding]:
    rows = await books.totals.all(tx)
    moved = await clearing.moved.all(tx)
    balances = before(await ledger.balances(tx, [clearing_account(row.gateway) for row in rows]), moved)
    findings = [finding for row in rows for finding in books.unexplained_clearing(row, balances)]
    out = await books.of_payouts.all(tx)
    balances = before(await ledger.balances(tx, [payouts_account(row.gateway) for row in out]), moved)
    findings += [finding for row in out for finding in books.unexplained_payouts(row, balances)]
    after = UUID(int=0)
    while page := await books.of_charges.all(tx, after=after, limit=_PAGE):
        after = page[-1].charge_id
        balances = await ledger.balances(tx, [charge_account(row.charge_id) for row in page])
        findings += [finding for row in page for finding in books.unexplained_charge(row, balances)]
    return findings


async def _left_lying(tx: Tx, policy: Policy, now: datetime) -> list[ledger.Finding]:
    before = now - timedelta(seconds=policy.stuck_seconds)
    return [
        ledger.Finding("payment_is_tended", str(row.id), f"due at {row.due_at.isoformat()} and not tended")
        for row in await books.overdue.all(tx, before=before, limit=_PAGE)
    ]


async def _against_book(db: Database, gateway: Gateway) -> list[ledger.Finding]:
    """Book and rows cannot be read at one moment; a difference that the next reading does not show was only that."""
    findings: list[ledger.Finding] = []
    for _ in range(_TRIES):
        book = await gateway.book()
        if book is None:
            return []
        async with db.transaction() as tx:
            attempts = await books.attempts_at.all(tx, gateway=gateway.name)
            refunds = await books.refunds_at.all(tx, gateway=gateway.name)
            payouts = await books.payouts_at.all(tx, gateway=gateway.name)
        findings = [
            *books.unexplained_payments(book, attempts),
            *books.unexplained_refunds(book, refunds),
            *books.unexplained_money_out(book, payouts),
        ]
        if not findings:
            break
    return findings
