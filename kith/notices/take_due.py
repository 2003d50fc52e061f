"""Take events that their persons are to be pushed about."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.notices import event as events
from kith.notices.event import Told


async def take_due(tx: Tx, before: datetime, limit: int) -> list[Told]:
    """Those from before this moment that nobody else is taking, of people who want that. They are due no more, if this
    commits; several about the same thing are one.
    """
    return await events.take_due.all(tx, before=before, limit=limit)
