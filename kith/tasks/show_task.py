"""Show somebody a task."""

from datetime import datetime

from kith import people, promotions
from kith.kit.sql import Tx
from kith.tasks import reward as rewards
from kith.tasks import task as tasks
from kith.tasks.policy import Policy
from kith.tasks.programme import Programme
from kith.tasks.see_progress import see_progress
from kith.tasks.task import Task, TaskProgress


async def show_task(tx: Tx, policy: Policy, programme: Programme, person_id: people.PersonId, now: datetime) -> Task:
    """How it stands for this person. What was collected is done, whatever became of the facts since."""
    month = rewards.month_start(now)
    found = await rewards.got.all(tx, person_id=person_id, programme_ids=[programme.programme_id], since=month)
    got = found[0] if found else None
    room = None
    if programme.kind == "friend":
        lately = await rewards.lately.one(tx, person_id=person_id, since=month, kind="friend")
        room = tasks.month_left(lately, policy)
    progress = await see_progress(tx, policy, programme, person_id, now)
    if got and programme.kind != "friend":
        progress = TaskProgress(progress.of, progress.of, [], progress.today)
    left = await promotions.left(tx, [programme.programme_id])
    return tasks.task_of(programme, left[programme.programme_id], progress, got, room=room, now=now)
