"""Start a programme."""

from datetime import datetime

from kith import promotions
from kith.kit.sql import Tx
from kith.tasks import programme as programmes
from kith.tasks.policy import Policy
from kith.tasks.programme import KindRunning, NewProgramme, Programme, ProgrammeDiffers


async def start(tx: Tx, policy: Policy, asked: NewProgramme, by: str, now: datetime) -> Programme:
    """Write it, and cut its budget from what is set aside; started again it is as it has become.

    Raises, in this order, `ProgrammeDiffers`, `BadProgramme`, `KindRunning`, `promotions.PromotionTooSmall`.
    """
    programme_id = asked.programme_id
    first = await programmes.by_id.maybe(tx, programme_id=programme_id)
    if first is None:
        programmes.check(asked, policy, now)
        wanted = {name: getattr(asked, name) for name in NewProgramme.__struct_fields__}
        added = await programmes.add.maybe(tx, **wanted, by=by, now=now)
        first = await programmes.by_id.maybe(tx, programme_id=programme_id)
        if first is None:
            raise KindRunning
        if added:
            await promotions.open_budget(tx, programme_id, asked.budget_fen, now)
    if not programmes.same(first, asked):
        raise ProgrammeDiffers
    return first
