"""Find messages whose job was lost."""

from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.people import message as messages


async def deliver_waiting(tx: Tx, now: datetime) -> int:
    """Give every message that has waited for longer than a lease a new job; how many there were."""
    waiting = await messages.waiting.all(tx, now=now, before=now - messages.LEASE, limit=messages.BATCH)
    for message_id in waiting:
        await jobs.later(tx, "people.deliver", message_id=str(message_id))
    return len(waiting)
