"""Check in."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.tasks import programme as programmes
from kith.tasks import streak as streaks
from kith.tasks.policy import Policy
from kith.tasks.show_task import show_task
from kith.tasks.streak import NoCheckIns
from kith.tasks.task import Task


async def check_in(tx: Tx, policy: Policy, person_id: people.PersonId, now: datetime) -> Task:
    """Note that the person is here today; the second time a day changes nothing. While the task is paused, days count.

    Raises `NoCheckIns`.
    """
    programme = await programmes.of_kind.maybe(tx, kind="check_in", now=now)
    if programme is None:
        raise NoCheckIns
    await streaks.check.run(tx, person_id=person_id, day=people.day_of(now), now=now)
    return await show_task(tx, policy, programme, person_id, now)
