"""Sum up what shops have earned, for the audit."""

from uuid import UUID

from kith.kit.sql import Tx
from kith.mall import sale as sales
from kith.mall.sale import Takings


async def list_takings(tx: Tx, after: UUID, limit: int) -> list[Takings]:
    """The settled sums of shops with larger ids, by id."""
    return await sales.takings.all(tx, after=after, limit=limit)
