"""List the gifts that an operator should look at."""

from datetime import datetime

from kith.gifts import books
from kith.gifts.books import Stuck
from kith.gifts.policy import Policy
from kith.kit.sql import Tx

_LIMIT = 1000


async def stuck(tx: Tx, policy: Policy, now: datetime) -> list[Stuck]:
    """Gifts whose deadline passed and nothing happened, and those whose parcel is in trouble; the oldest first."""
    rows = await books.overdue.all(tx, before=now - policy.patience, limit=_LIMIT)
    rows += await books.troubled.all(tx, limit=_LIMIT)
    return sorted(rows, key=lambda row: row.since)
