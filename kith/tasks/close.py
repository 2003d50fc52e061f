"""Close a programme."""

from datetime import datetime

from kith import promotions
from kith.kit.sql import Tx
from kith.tasks import programme as programmes
from kith.tasks.programme import ProgrammeId, State


async def close(tx: Tx, programme_id: ProgrammeId, state: State, by: str, now: datetime) -> bool:
    """End it, and put back what its budget has left; False where that was done. Whoever collects now waits for it."""
    one = {"programme_id": programme_id, "by": by, "now": now}
    if await programmes.move.maybe(tx, **one, state=state, before=list(programmes.OPEN)) is None:
        return False
    await promotions.close_budget(tx, programme_id, now)
    return True
