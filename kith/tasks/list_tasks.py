"""List what there is to do."""

from datetime import datetime, timedelta

from kith import people
from kith.kit.sql import Tx
from kith.tasks import programme as programmes
from kith.tasks.policy import Policy
from kith.tasks.show_task import show_task
from kith.tasks.task import Tasks


async def list_tasks(tx: Tx, policy: Policy, person_id: people.PersonId, now: datetime) -> Tasks:
    """Every programme that has begun, those that ended lately too, as they stand for this person."""
    since = now - timedelta(days=policy.shown_days)
    shown = await programmes.shown.all(tx, now=now, since=since)
    return Tasks([await show_task(tx, policy, programme, person_id, now) for programme in shown])
