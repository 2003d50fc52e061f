"""Stop a programme."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.tasks import programme as programmes
from kith.tasks.close import close
from kith.tasks.programme import ProgrammeId, TaskNotFound


async def stop(tx: Tx, programme_id: ProgrammeId, by: str, now: datetime) -> bool:
    """Pay no reward any more and put the rest of the budget back; False where it was over. Raises `TaskNotFound`."""
    if await programmes.by_id.maybe(tx, programme_id=programme_id) is None:
        raise TaskNotFound
    return await close(tx, programme_id, "stopped", by, now)
