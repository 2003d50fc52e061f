"""Pause a programme."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.tasks import programme as programmes
from kith.tasks.programme import ProgrammeId, TaskNotFound, TaskOver


async def pause(tx: Tx, programme_id: ProgrammeId, by: str, now: datetime) -> bool:
    """Pay no reward until it is resumed; False where it was paused. Raises `TaskNotFound`, `TaskOver`."""
    programme = await programmes.lock.maybe(tx, programme_id=programme_id)
    if programme is None:
        raise TaskNotFound
    if programme.state not in programmes.OPEN:
        raise TaskOver
    one = {"programme_id": programme_id, "by": by, "now": now}
    return await programmes.move.maybe(tx, **one, state="paused", before=["running"]) is not None
