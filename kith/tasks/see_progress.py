"""See how far somebody has come with a task."""

from datetime import datetime

from kith import chat, people
from kith.kit.sql import Tx
from kith.tasks import streak as streaks
from kith.tasks import task as tasks
from kith.tasks.due_friends import due_friends
from kith.tasks.policy import Policy
from kith.tasks.programme import Programme
from kith.tasks.task import TaskProgress


async def see_progress(
    tx: Tx, policy: Policy, programme: Programme, person_id: people.PersonId, now: datetime
) -> TaskProgress:
    """Look the facts up, each where it is kept, and hold them to the rule of the programme's kind."""
    match programme.kind:
        case "profile":
            return tasks.profile_progress(await people.view_me(tx, person_id, now))
        case "check_in":
            return await _checked_in(tx, policy, programme, person_id, now)
        case "welcome":
            return await _welcomed(tx, policy, programme, person_id)
        case "friend":
            return TaskProgress(len(await due_friends(tx, programme, person_id)), 1, [])


async def _checked_in(
    tx: Tx, policy: Policy, programme: Programme, person_id: people.PersonId, now: datetime
) -> TaskProgress:
    since = streaks.began(programme.starts_at)
    days = await streaks.since.all(tx, person_id=person_id, since=since)
    streak = streaks.streak(days, since, people.day_of(now))
    done = policy.check_in_days if streak.best >= policy.check_in_days else streak.now
    return TaskProgress(done, policy.check_in_days, [], streak.today)


async def _welcomed(tx: Tx, policy: Policy, programme: Programme, person_id: people.PersonId) -> TaskProgress:
    met = await chat.list_welcomes(tx, person_id, since=programme.starts_at, within=policy.welcome_within)
    others = {people.PersonId(one) for each in met for one in each.answerer_ids}
    linked = await people.linked(tx, {*others, person_id}) if others else set[frozenset[people.PersonId]]()
    apart = await people.apart(tx, person_id) if others else []
    return tasks.welcome_progress(met, person_id, linked, apart, policy)
