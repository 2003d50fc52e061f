"""Audit the promotions."""

from kith import ledger
from kith.kit.sql import Database
from kith.promotions.money import HOUSE
from kith.promotions.view import view


async def audit(db: Database) -> list[ledger.Finding]:
    """What is set aside and in budgets came from the house; empty when all is well.

    That nothing is below zero, and that every budget has an owner, is found with the accounts.
    """
    async with db.transaction() as tx:
        there = (await view(tx)).total_fen
        house = (await ledger.balances(tx, [HOUSE])).get(HOUSE)
    given = -house.net if house else 0
    if there <= given:
        return []
    return [ledger.Finding("promotions_are_funded", str(HOUSE), f"{there} fen are there and {given} were set aside")]
