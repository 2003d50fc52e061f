"""The audit of everything: the ledger in itself, each capability against it, the gateways' books against ours."""

from kith import ads, campaigns, envelopes, gifts, ledger, ops, payments, promotions, tasks, tills, wallet
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Database, Tx
from kith.main.books import Books, ownerless, totals


async def audit(parts: Parts) -> list[ledger.Finding]:
    """Every finding, most basic first; empty when all is well."""
    db, gateways, now = parts[Database], parts[payments.Gateways], clock.now()
    async with db.transaction() as tx:
        findings = await ledger.audit(tx)
        findings += await _owners(tx, gateways)
        findings += _balance(await books(tx))
    findings += await payments.audit(db, gateways, parts[payments.Policy], now)
    findings += await wallet.audit(db, parts[wallet.Policy], now)
    findings += await promotions.audit(db)
    findings += await tills.audit(db)
    findings += await gifts.audit(db, parts[gifts.Policy], now)
    findings += await envelopes.audit(db, parts[envelopes.Policy], now)
    findings += await campaigns.audit(db, parts[campaigns.Policy], now)
    findings += await tasks.audit(db)
    findings += await ads.audit(db, parts[ads.Policy], now)
    findings += await ops.audit(db)
    return findings


async def books(tx: Tx) -> Books:
    """What came in, where it went, and what is held."""
    return await totals.one(tx)


async def _owners(tx: Tx, gateways: payments.Gateways) -> list[ledger.Finding]:
    clearing = [account for name in gateways for account in payments.gateway_accounts(name)]
    return [
        ledger.Finding("account_has_owner", str(row.account_id), f"nobody owns this {row.role} account")
        for row in await ownerless.all(
            tx, clearing=clearing, house=promotions.HOUSE, promotion=promotions.PROMOTION, unclaimed=wallet.UNCLAIMED
        )
    ]


def _balance(money: Books) -> list[ledger.Finding]:
    findings: list[ledger.Finding] = []
    if money.difference != 0:
        findings.append(ledger.Finding("books_balance", "ledger", f"{money.difference} fen are unexplained: {money}"))
    if money.unpaid != 0:
        findings.append(ledger.Finding("shops_are_owed", "ledger", f"{money.unpaid} fen are unexplained: {money}"))
    return findings
