"""Audit the wallets."""

from datetime import datetime, timedelta
from uuid import UUID

from kith import ledger, payments
from kith.kit import arrays
from kith.kit.sql import Database
from kith.wallet import books, unclaimed
from kith.wallet import identity_check as checks
from kith.wallet.list_orphans import list_orphans
from kith.wallet.policy import Policy
from kith.wallet.topping_up import PURPOSE

_PAGE = 1000
_HELP = "kith wallet set-aside PERSON --reason …"


async def audit(db: Database, policy: Policy, now: datetime) -> list[ledger.Finding]:
    """Wallets whose account has not paid exactly what payments and payouts say, or got less than they brought, or that
    have something and lead to nobody, and identity checks that nobody tends; empty when all is well."""
    findings: list[ledger.Finding] = []
    async with db.transaction() as tx:
        stuck = await checks.stuck.all(tx, before=now - timedelta(seconds=policy.stuck_seconds), limit=_PAGE)
    findings += [
        ledger.Finding("wallet_has_an_owner", str(one.person_id), f"{one.fen} fen, and its owner left: {_HELP}")
        for one in await list_orphans(db)
    ]
    findings += [ledger.Finding("identity_check_is_tended", str(each.check_id), "due and not tended") for each in stuck]
    after = UUID(int=0)
    while True:
        async with db.transaction() as tx:
            await books.one_snapshot.run(tx)
            page = await ledger.list_owners(tx, "wallet", after, _PAGE)
            balances = await ledger.balances(tx, [owned.account_id for owned in page])
            aside = {
                row.person_id: row.fen
                for row in await unclaimed.sums.all(tx, person_ids=arrays.uuids([o.owner for o in page]))
            }
            rows = {row.person_id: row for row in await payments.purse_totals(tx, [o.owner for o in page], PURPOSE)}
        for owned in page:
            findings += books.unexplained(rows[owned.owner], balances[owned.account_id], aside.get(owned.owner, 0))
        if len(page) < _PAGE:
            return findings
        after = page[-1].account_id
