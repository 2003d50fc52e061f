"""A reward: what somebody was paid for a task."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from kith import ledger, people, promotions
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.tasks.programme import ProgrammeId


class NotDoneYet(Refusal):
    """This task is not done yet."""


class RewardedBefore(Refusal):
    """This was rewarded before, under another account with the same telephone number."""


class EnoughFriends(Refusal):
    """You have been rewarded for as many friends as one can in a month. The others count in the next."""


class OwnReward(Struct, frozen=True):
    """A reward as its owner reads it in a copy."""

    reward_id: UUID
    programme_id: ProgrammeId
    kind: str
    fen: int
    paid_at: datetime


class Got(Struct, frozen=True):
    """What somebody got from one programme; `lately` is how many of it since the month began."""

    programme_id: ProgrammeId
    count: int
    fen: int
    lately: int


class Sum(Struct, frozen=True):
    """What a programme paid in all."""

    people: int
    count: int
    fen: int


class Day(Struct, frozen=True):
    """What a programme paid on a day in Beijing."""

    day: date
    people: int
    count: int
    fen: int


def reward_id(programme_id: ProgrammeId, number_key: bytes) -> UUID:
    """The id that a reward and its transfer have for ever."""
    return ids.derived(programme_id, f"reward {number_key.hex()}")


def transfer(programme_id: ProgrammeId, number_key: bytes, account: UUID, fen: int) -> ledger.Transfer:
    """The money of a reward, on its way into a wallet."""
    return ledger.Transfer(
        id=reward_id(programme_id, number_key),
        debit=promotions.budget_account(programme_id),
        credit=account,
        fen=fen,
        reason="task-reward",
    )


def purpose(programme_id: ProgrammeId) -> str:
    """For what the key of a telephone number is made, so that it says nothing outside of the programme."""
    return f"task {programme_id}"


def month_start(now: datetime) -> datetime:
    """When this month began in Beijing."""
    return people.start_of(people.day_of(now).replace(day=1))


add = Statement(
    """
    INSERT INTO reward (reward_id, programme_id, number_key, person_id, fen, paid_at)
    VALUES (%(reward_id)s, %(programme_id)s, %(number_key)s, %(person_id)s, %(fen)s, %(now)s)
    ON CONFLICT DO NOTHING
    """
)
got = Query(
    Got,
    """
    SELECT programme_id, count(*)::int AS count, sum(fen)::bigint AS fen,
        count(*) FILTER (WHERE paid_at >= %(since)s)::int AS lately
    FROM reward WHERE person_id = %(person_id)s AND programme_id = ANY(%(programme_ids)s::uuid[]) GROUP BY programme_id
    """,
)
# Of all programmes of a kind, for what counts by the month.
lately = Query(
    int,
    """
    SELECT count(*)::int FROM reward JOIN programme ON programme.programme_id = reward.programme_id
    WHERE reward.person_id = %(person_id)s AND reward.paid_at >= %(since)s AND programme.kind = %(kind)s
    """,
)
mine = Query(
    OwnReward,
    """
    SELECT reward.reward_id, reward.programme_id, programme.kind, reward.fen, reward.paid_at
    FROM reward JOIN programme ON programme.programme_id = reward.programme_id
    WHERE reward.person_id = %(person_id)s AND (reward.paid_at, reward.reward_id) < (%(after_at)s, %(after_id)s)
    ORDER BY reward.paid_at DESC, reward.reward_id DESC LIMIT %(limit)s
    """,
)
total = Query(
    Sum,
    """
    SELECT count(DISTINCT person_id)::int AS people, count(*)::int AS count, coalesce(sum(fen), 0)::bigint AS fen
    FROM reward WHERE programme_id = %(programme_id)s
    """,
)
by_day = Query(
    Day,
    """
    SELECT (paid_at AT TIME ZONE 'Asia/Shanghai')::date AS day, count(DISTINCT person_id)::int AS people,
        count(*)::int AS count, sum(fen)::bigint AS fen
    FROM reward WHERE programme_id = %(programme_id)s GROUP BY 1 ORDER BY 1
    """,
)
