"""List the accounts of a role, page by page."""

from uuid import UUID

from kith.kit.sql import Tx
from kith.ledger import account as accounts
from kith.ledger.account import Owned


async def list_owners(tx: Tx, role: str, after: UUID, limit: int) -> list[Owned]:
    """The next accounts of this role and whose they are, in the order of their ids, for audits."""
    return await accounts.of_role_after.all(tx, role=role, after=after, limit=limit)
