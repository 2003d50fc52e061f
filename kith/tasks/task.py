"""A task as somebody sees it: a programme, and how far they have come. Each kind is a rule over facts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from kith import chat, people
from kith.tasks.policy import Policy
from kith.tasks.programme import OPEN, Kind, Programme, ProgrammeId, left
from kith.tasks.reward import Got

TaskState = Literal["open", "ready", "collected", "used_up", "paused", "over"]
Missing = Literal["photo", "bio", "interests", "join_group", "say_hello"]
"""What is still to be done of a task, where it has parts."""


class TaskProgress(Struct, frozen=True):
    """How far somebody has come: `done` of `of`."""

    done: int
    of: int
    missing: list[Missing]
    today: bool = False
    """Of checking in: it was done today."""


class Task(Struct, frozen=True):
    """Something to do, and the reward for it.

    `ready` means that the reward can be collected. `used_up`: there was no reward left, whatever has been done. `left`
    is how many rewards there are for everybody.
    """

    programme_id: ProgrammeId
    kind: Kind
    state: TaskState
    fen: int
    left: int
    ends_at: datetime
    progress: TaskProgress
    collected: int
    """How many rewards I have had of it: one, but for friends."""
    collected_fen: int
    month_left: int | None
    """Of friends: for how many more I can be rewarded this month."""


class Tasks(Struct, frozen=True):
    """What there is to do."""

    tasks: list[Task]


def profile_progress(me: people.Myself) -> TaskProgress:
    """A photo, a few words and an interest; the rest of a profile has everybody."""
    profile = me.profile
    missing: list[Missing] = []
    if not me.photos:
        missing.append("photo")
    if profile is None or not profile.bio.strip():
        missing.append("bio")
    if profile is None or not profile.interests:
        missing.append("interests")
    return TaskProgress(3 - len(missing), 3, missing)


def welcome_progress(
    met: Sequence[chat.Welcome],
    person_id: people.PersonId,
    linked: Collection[frozenset[people.PersonId]],
    apart: Collection[people.PersonId],
    policy: Policy,
) -> TaskProgress:
    """The group that answered best. Nobody counts who shares a device with the person, or with one who counts already,
    or whom a block keeps apart from the person.
    """
    best = max((_welcomers(one, person_id, linked, apart) for one in met), default=0)
    missing: list[Missing] = []
    if not met:
        missing.append("join_group")
    if not any(one.said_at for one in met):
        missing.append("say_hello")
    return TaskProgress(min(best, policy.welcomers), policy.welcomers, missing)


def _welcomers(
    met: chat.Welcome,
    person_id: people.PersonId,
    linked: Collection[frozenset[people.PersonId]],
    apart: Collection[people.PersonId],
) -> int:
    counted = [person_id]
    for one in sorted(met.answerer_ids):
        other = people.PersonId(one)
        if other not in apart and not any(frozenset((other, before)) in linked for before in counted):
            counted.append(other)
    return len(counted) - 1


def month_left(got_lately: int, policy: Policy) -> int:
    """For how many more friends somebody can be rewarded this month."""
    return max(0, policy.friends_a_month - got_lately)


def task_of(
    programme: Programme, left_fen: int, progress: TaskProgress, got: Got | None, *, room: int | None, now: datetime
) -> Task:
    """The task of a programme for somebody who has come so far; `room` is `month_left`, of friends."""
    rewards = left(programme, left_fen)
    collected = got.count if got else 0
    return Task(
        programme.programme_id,
        programme.kind,
        _state(programme, rewards, progress, collected, room=room, now=now),
        programme.fen,
        rewards,
        programme.ends_at,
        progress,
        collected,
        got.fen if got else 0,
        room,
    )


def _state(
    programme: Programme, rewards: int, progress: TaskProgress, collected: int, *, room: int | None, now: datetime
) -> TaskState:
    if collected and programme.kind != "friend":
        return "collected"
    if programme.state not in OPEN or programme.ends_at <= now:
        return "over"
    if programme.state == "paused":
        return "paused"
    if rewards < 1:
        return "used_up"
    return "ready" if progress.done >= progress.of and room != 0 else "open"
