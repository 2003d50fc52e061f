"""Resume a programme."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.tasks import programme as programmes
from kith.tasks.programme import ProgrammeId, TaskNotFound, TaskOver


async def resume(tx: Tx, programme_id: ProgrammeId, by: str, now: datetime) -> bool:
    """Pay rewards again; False where it was not paused. Raises `TaskNotFound`, `TaskOver`."""
    programme = await programmes.lock.maybe(tx, programme_id=programme_id)
    if programme is None:
        raise TaskNotFound
    if programme.state not in programmes.OPEN:
        raise TaskOver
    one = {"programme_id": programme_id, "by": by, "now": now}
    return await programmes.move.maybe(tx, **one, state="running", before=["paused"]) is not None
