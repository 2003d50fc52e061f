"""Audit the ledger."""

from kith.kit.sql import Tx
from kith.ledger import finding as findings
from kith.ledger.finding import Finding


async def audit(tx: Tx) -> list[Finding]:
    """Whatever in the ledger does not add up; an empty list is a clean bill.

    One statement, so that every check sees the same moment while money goes on moving.
    """
    return await findings.everything.all(tx)
