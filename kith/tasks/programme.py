"""A programme: what the operator rewards for a while, from a budget of its own."""

from datetime import datetime
from typing import Annotated, Literal, NewType
from uuid import UUID

from msgspec import Meta, Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.tasks.policy import Policy

ProgrammeId = NewType("ProgrammeId", UUID)
Kind = Literal["profile", "check_in", "welcome", "friend"]
State = Literal["running", "paused", "stopped", "over"]

OPEN = ("running", "paused")
"""Before its time is over, and before it was stopped."""


class TaskNotFound(Refusal, status=404):
    """There is no such task."""


class TaskPaused(Refusal):
    """This task rests at the moment. Nothing that you did for it is lost; look again later."""


class TaskOver(Refusal):
    """This task is over."""


class RewardsUsedUp(Refusal):
    """All rewards of this task have been given out."""


class ProgrammeDiffers(Refusal):
    """A programme with this id exists and is another one. Make a new id for a new programme."""


class BadProgramme(Refusal):
    """These numbers make no programme: it ends after it begins and in the future, each reward is at least one fen and
    not more than the policy allows, and the budget pays for one reward at least and for no more than all of them.
    """


class KindRunning(Refusal):
    """A programme of this kind is running or paused. Stop it first."""


class NewProgramme(Struct, frozen=True):
    """A programme as an operator wants it; `fen` is each reward, `most` how many there are at most."""

    programme_id: ProgrammeId
    kind: Kind
    fen: Annotated[int, Meta(ge=1)]
    most: Annotated[int, Meta(ge=1, le=10_000_000)]
    budget_fen: Annotated[int, Meta(ge=1)]
    starts_at: datetime
    ends_at: datetime


class Programme(NewProgramme, frozen=True):
    """A programme as it stands; `paid` is how many rewards were paid, `moved_by` who last changed its state."""

    state: State
    paid: int
    made_by: str
    made_at: datetime
    moved_by: str
    moved_at: datetime


def check(asked: NewProgramme, policy: Policy, now: datetime) -> None:
    """Refuse what makes no sense. Raises `BadProgramme`."""
    spans = asked.starts_at < asked.ends_at and now < asked.ends_at
    small = 1 <= asked.fen <= policy.reward_most_fen
    if not spans or not small or not asked.fen <= asked.budget_fen <= asked.fen * asked.most:
        raise BadProgramme


def same(programme: Programme, asked: NewProgramme) -> bool:
    """Whether this is the deed that made it."""
    names = NewProgramme.__struct_fields__
    return all(getattr(programme, name) == getattr(asked, name) for name in names)


def left(programme: Programme, left_fen: int) -> int:
    """How many rewards there still are, with so much in the budget."""
    return min(programme.most - programme.paid, left_fen // programme.fen)


def may_pay(programme: Programme, now: datetime) -> None:
    """Raises, in this order, `TaskOver`, `TaskPaused`."""
    if programme.state not in OPEN or programme.ends_at <= now:
        raise TaskOver
    if programme.state == "paused":
        raise TaskPaused


add = Query(
    UUID,
    """
    INSERT INTO programme (programme_id, kind, fen, most, budget_fen, starts_at, ends_at, state, paid, made_by, made_at,
        moved_by, moved_at)
    VALUES (%(programme_id)s, %(kind)s, %(fen)s, %(most)s, %(budget_fen)s, %(starts_at)s, %(ends_at)s, 'running', 0,
        %(by)s, %(now)s, %(by)s, %(now)s)
    ON CONFLICT DO NOTHING RETURNING programme_id
    """,
)
by_id = Query(
    Programme,
    """
    SELECT programme_id, kind, fen, most, budget_fen, starts_at, ends_at, state, paid, made_by, made_at, moved_by,
        moved_at
    FROM programme WHERE programme_id = %(programme_id)s
    """,
)
lock = Query(
    Programme,
    """
    SELECT programme_id, kind, fen, most, budget_fen, starts_at, ends_at, state, paid, made_by, made_at, moved_by,
        moved_at
    FROM programme WHERE programme_id = %(programme_id)s FOR NO KEY UPDATE
    """,
)
# Those that run and have begun, and those that ended lately.
shown = Query(
    Programme,
    """
    SELECT programme_id, kind, fen, most, budget_fen, starts_at, ends_at, state, paid, made_by, made_at, moved_by,
        moved_at
    FROM programme
    WHERE starts_at <= %(now)s AND (state IN ('running', 'paused') OR moved_at > %(since)s)
    ORDER BY starts_at, programme_id LIMIT 20
    """,
)
of_kind = Query(
    Programme,
    """
    SELECT programme_id, kind, fen, most, budget_fen, starts_at, ends_at, state, paid, made_by, made_at, moved_by,
        moved_at
    FROM programme
    WHERE kind = %(kind)s AND state IN ('running', 'paused') AND starts_at <= %(now)s AND ends_at > %(now)s
    """,
)
newest = Query(
    Programme,
    """
    SELECT programme_id, kind, fen, most, budget_fen, starts_at, ends_at, state, paid, made_by, made_at, moved_by,
        moved_at
    FROM programme WHERE (made_at, programme_id) < (%(after_at)s, %(after_id)s)
    ORDER BY made_at DESC, programme_id DESC LIMIT %(limit)s
    """,
)
due = Query(
    UUID,
    """
    SELECT programme_id FROM programme WHERE state IN ('running', 'paused') AND ends_at <= %(now)s
    ORDER BY ends_at, programme_id LIMIT %(limit)s
    """,
)
move = Query(
    UUID,
    """
    UPDATE programme SET state = %(state)s, moved_by = %(by)s, moved_at = %(now)s
    WHERE programme_id = %(programme_id)s AND state = ANY(%(before)s::text[]) RETURNING programme_id
    """,
)
pay = Statement("UPDATE programme SET paid = paid + %(count)s WHERE programme_id = %(programme_id)s")
