"""Audit the tills."""

from uuid import UUID

from kith import ledger, mall, payments
from kith.kit.sql import Database
from kith.tills.till import one_snapshot, payable_account

_PAGE = 1000


async def audit(db: Database) -> list[ledger.Finding]:
    """Shops whose account has not got exactly what their settled orders are worth and what came back, given what was
    paid out, and held what is under way; empty when all is well."""
    findings: list[ledger.Finding] = []
    after = UUID(int=0)
    while True:
        async with db.transaction() as tx:
            await one_snapshot.run(tx)
            page = await mall.list_takings(tx, after, _PAGE)
            balances = await ledger.balances(tx, [payable_account(row.merchant_id) for row in page])
            for row in page:
                out = await payments.paid_out(tx, row.merchant_id)
                balance = balances.get(payable_account(row.merchant_id), ledger.Balance(0, 0, 0, 0))
                have = (balance.credits_posted, balance.debits_posted, balance.debits_pending)
                want = (row.fen + out.returned, out.sent, out.under_way)
                if have != want:
                    detail = f"earned, paid out, under way: ledger {have}, shop {want}"
                    findings.append(ledger.Finding("shop_has_its_money", str(row.merchant_id), detail))
        if len(page) < _PAGE:
            return findings
        after = page[-1].merchant_id
