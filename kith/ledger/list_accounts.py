"""List the accounts of a role."""

from kith.kit.sql import Tx
from kith.ledger import account as accounts
from kith.ledger.account import Owned


async def list_accounts(tx: Tx, role: str) -> list[Owned]:
    """Every account of this role and whose it is, for audits: whoever knows the owners compares."""
    return await accounts.of_role.all(tx, role=role)
