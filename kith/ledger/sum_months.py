"""Sum an account up by months."""

from uuid import UUID

from kith.kit.sql import Tx
from kith.ledger import statement as statements
from kith.ledger.statement import Month


async def sum_months(tx: Tx, account_id: UUID, zone: str) -> list[Month]:
    """Every month in which something moved, the newest first; months begin as they do in `zone`."""
    return await statements.months.all(tx, account_id=account_id, zone=zone)
