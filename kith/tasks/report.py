"""Report on a programme."""

from kith import promotions
from kith.kit.sql import Tx
from kith.tasks import programme as programmes
from kith.tasks import reward as rewards
from kith.tasks.programme import ProgrammeId, TaskNotFound
from kith.tasks.standing import Report, standing_of


async def report(tx: Tx, programme_id: ProgrammeId) -> Report:
    """What it paid so far, in all and by day. Raises `TaskNotFound`."""
    programme = await programmes.by_id.maybe(tx, programme_id=programme_id)
    if programme is None:
        raise TaskNotFound
    left = await promotions.left(tx, [programme_id])
    total = await rewards.total.one(tx, programme_id=programme_id)
    days = await rewards.by_day.all(tx, programme_id=programme_id)
    return Report(standing_of(programme, left[programme_id]), total.people, total.fen, days)
