"""Audit the gifts."""

from datetime import datetime
from uuid import UUID

from kith import ledger
from kith.gifts import books
from kith.gifts.money import gift_account
from kith.gifts.policy import Policy
from kith.kit.sql import Database, Tx

_PAGE = 5000


async def audit(db: Database, policy: Policy, now: datetime) -> list[ledger.Finding]:
    """Everything that is not as it must be; empty when all is well.

    Each gift's account has exactly what was paid and neither went back nor was settled, and promises it to the shop
    while the gift is on. Each gift that has not ended has exactly one way on, and none that has ended has any. States
    match the moves. Paid and open parts never make up more than the price, and all of it once the gift is paid. No
    address can be read past its date.
    """
    async with db.transaction() as tx:
        await books.one_snapshot.run(tx)
        findings = await _money(tx) + await _deadlines(tx)
        for odd in await books.odd.all(tx, before=now - policy.patience):
            findings.append(ledger.Finding(odd.check, str(odd.gift_id), odd.detail))
    return findings


async def _money(tx: Tx) -> list[ledger.Finding]:
    findings: list[ledger.Finding] = []
    after = UUID(int=0)
    while page := await books.totals.all(tx, after=after, limit=_PAGE):
        after = page[-1].gift_id
        balances = await ledger.balances(tx, [gift_account(row.gift_id) for row in page])
        findings += books.unexplained_money(page, balances)
    return findings


async def _deadlines(tx: Tx) -> list[ledger.Finding]:
    findings: list[ledger.Finding] = []
    after = UUID(int=0)
    while page := await books.deadlines.all(tx, after=after, limit=_PAGE):
        after = page[-1].gift_id
        findings += books.without_way_on(page)
    return findings
