"""A day of a gateway's bills: asked for until it is there, then compared with our rows."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.payments.policy import Policy

BEIJING = timezone(timedelta(hours=8))
"""Bills count days in Beijing, wherever the gateway is used."""

BillDayState = Literal["awaited", "unreadable", "reconciled"]


class BillDay(Struct, frozen=True):
    """One day at one gateway. Until it is `reconciled` it is asked for again at `due_at`, for as long as it takes."""

    gateway: str
    day: date
    state: BillDayState
    code: str | None
    """Why it is not there: the gateway's own code, or ours."""
    tries: int
    revision: int
    lines: int
    first_asked_at: datetime | None
    asked_at: datetime | None
    due_at: datetime | None
    lease_until: datetime | None
    reconciled_at: datetime | None
    digest: bytes | None
    """Of all that the bill said when it was compared."""


class BillDayView(Struct, frozen=True):
    """A day as an operator reads it; sums in fen, seen from our account at the gateway."""

    gateway: str
    day: date
    state: BillDayState
    code: str | None
    tries: int
    first_asked_at: datetime | None
    due_at: datetime | None
    reconciled_at: datetime | None
    lines: int
    came: int
    went: int
    open_breaks: int


class DueDay(Struct, frozen=True):
    """A day whose bill is to be asked for."""

    gateway: str
    day: date


class BillDayNotFound(Refusal, status=404):
    """This day is not one of those that are reconciled: it is not over yet, or the gateway was not in use."""


class BillDayBusy(Refusal):
    """Somebody is reconciling this day right now. Look again in a moment."""


def day_of(moment: datetime) -> date:
    """Which day it was in Beijing."""
    return moment.astimezone(BEIJING).date()


def begins_at(day: date) -> datetime:
    """When a day began in Beijing."""
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def ready_at(day: date, policy: Policy) -> datetime:
    """When the bill of a day is first asked for."""
    return begins_at(day + timedelta(days=1)) + timedelta(seconds=policy.bill_ready_seconds)


def ask_again_at(policy: Policy, tries: int, now: datetime) -> datetime:
    """When to ask again after so many vain tries."""
    return now + timedelta(seconds=policy.bill_ladder_seconds[min(tries, len(policy.bill_ladder_seconds) - 1)])


def over(day: date, policy: Policy, now: datetime) -> bool:
    """Whether no bill means by now that nothing happened, provided that we know of nothing either."""
    return now >= begins_at(day + timedelta(days=1)) + timedelta(seconds=policy.bill_empty_seconds)


# From the first day on which somebody began to pay there, or was paid out.
begin_book = Statement(
    """
    INSERT INTO bill_book (gateway, since)
    SELECT %(gateway)s, (min(first.at) AT TIME ZONE 'UTC' + interval '8 hours')::date FROM (
        SELECT min(paid_at) AS at FROM attempt WHERE gateway = %(gateway)s
        UNION ALL SELECT min(paid_at) FROM payout WHERE gateway = %(gateway)s
    ) AS first HAVING min(first.at) IS NOT NULL
    ON CONFLICT (gateway) DO NOTHING
    """
)

lock_book = Query(
    date,
    """
    SELECT since FROM bill_book WHERE gateway = %(gateway)s AND set_config('enable_seqscan', 'off', true) = 'off'
    FOR UPDATE
    """,
)

# A day is due when its own morning comes, however many days are opened at once.
open_days = Statement(
    """
    INSERT INTO bill_day (gateway, day, state, tries, revision, lines, due_at)
    SELECT book.gateway, day::date, 'awaited', 0, 0, 0,
        (day + interval '1 day' - interval '8 hours') AT TIME ZONE 'UTC' + make_interval(secs => %(ready)s)
    FROM (
        SELECT bill_book.gateway, coalesce(max(bill_day.day) + 1, bill_book.since) AS since
        FROM bill_book LEFT JOIN bill_day ON bill_day.gateway = bill_book.gateway
        WHERE bill_book.gateway = %(gateway)s GROUP BY bill_book.gateway, bill_book.since
    ) AS book, generate_series(book.since::timestamp, %(yesterday)s::timestamp, interval '1 day') AS day
    ON CONFLICT (gateway, day) DO NOTHING
    """
)

due = Query(
    DueDay,
    """
    SELECT gateway, day FROM bill_day
    WHERE due_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s) ORDER BY day, gateway LIMIT %(limit)s
    """,
)

# Those that were compared not long ago, and have not been asked for again since.
again = Query(
    DueDay,
    """
    SELECT gateway, day FROM bill_day
    WHERE state = 'reconciled' AND day >= %(since)s AND asked_at <= %(asked_before)s
        AND (lease_until IS NULL OR lease_until <= %(now)s)
    ORDER BY day, gateway LIMIT %(limit)s
    """,
)

by_day = Query(
    BillDay,
    """
    SELECT gateway, day, state, code, tries, revision, lines, first_asked_at, asked_at, due_at, lease_until,
        reconciled_at, digest
    FROM bill_day WHERE gateway = %(gateway)s AND day = %(day)s
    """,
)

lease = Query(
    BillDay,
    """
    UPDATE bill_day SET lease_until = %(lease_until)s, asked_at = %(now)s, tries = tries + 1,
        first_asked_at = coalesce(first_asked_at, %(now)s)
    WHERE gateway = %(gateway)s AND day = %(day)s AND (lease_until IS NULL OR lease_until <= %(now)s)
    RETURNING gateway, day, state, code, tries, revision, lines, first_asked_at, asked_at, due_at, lease_until,
        reconciled_at, digest
    """,
)

# A day that was reconciled before stays so when its bill cannot be had again.
postpone = Statement(
    """
    UPDATE bill_day SET lease_until = NULL, code = %(code)s,
        state = CASE WHEN state = 'reconciled' THEN state ELSE %(state)s END,
        due_at = CASE WHEN state = 'reconciled' THEN NULL ELSE %(due_at)s::timestamptz END
    WHERE gateway = %(gateway)s AND day = %(day)s AND lease_until = %(lease_until)s
    """
)

unchanged = Statement(
    """
    UPDATE bill_day SET code = NULL, lease_until = NULL
    WHERE gateway = %(gateway)s AND day = %(day)s AND lease_until = %(lease_until)s
    """
)

finish = Statement(
    """
    UPDATE bill_day SET state = 'reconciled', code = NULL, revision = %(revision)s, lines = %(lines)s, due_at = NULL,
        lease_until = NULL, reconciled_at = %(now)s, digest = %(digest)s
    WHERE gateway = %(gateway)s AND day = %(day)s AND lease_until = %(lease_until)s
    """
)

knows_of_something = Query(
    bool,
    """
    SELECT EXISTS (
            SELECT 1 FROM attempt WHERE gateway = %(gateway)s AND paid_at >= %(from_at)s AND paid_at < %(until_at)s
        )
        OR EXISTS (
            SELECT 1 FROM refund JOIN attempt USING (charge_id, attempt_id)
            WHERE attempt.gateway = %(gateway)s AND refunded_at >= %(from_at)s AND refunded_at < %(until_at)s
        )
        OR EXISTS (
            SELECT 1 FROM payout WHERE gateway = %(gateway)s AND paid_at >= %(from_at)s AND paid_at < %(until_at)s
        )
        AS knows
    """,
)

newest = Query(
    BillDayView,
    """
    SELECT bill_day.gateway, bill_day.day, bill_day.state, bill_day.code, bill_day.tries, bill_day.first_asked_at,
        bill_day.due_at, bill_day.reconciled_at, bill_day.lines, coalesce(said.came, 0)::bigint AS came,
        coalesce(said.went, 0)::bigint AS went, open.breaks AS open_breaks
    FROM bill_day
    CROSS JOIN LATERAL (
        SELECT sum(fen) FILTER (WHERE fen > 0) AS came, -sum(fen) FILTER (WHERE fen < 0) AS went FROM bill_line
        WHERE bill_line.gateway = bill_day.gateway AND bill_line.day = bill_day.day
            AND bill_line.revision = bill_day.revision
    ) AS said
    CROSS JOIN LATERAL (
        SELECT count(*)::int AS breaks FROM bill_break
        WHERE bill_break.gateway = bill_day.gateway AND bill_break.day = bill_day.day AND bill_break.state = 'open'
    ) AS open
    WHERE (bill_day.gateway = %(gateway)s OR %(gateway)s::text IS NULL)
        AND (bill_day.day = %(day)s OR %(day)s::date IS NULL)
        AND (bill_day.day, bill_day.gateway) < (%(before)s::date, %(before_gateway)s::text)
        AND (NOT %(unsettled)s OR bill_day.state <> 'reconciled' OR open.breaks > 0)
    ORDER BY bill_day.day DESC, bill_day.gateway DESC LIMIT %(limit)s
    """,
)

overdue = Query(
    BillDay,
    """
    SELECT gateway, day, state, code, tries, revision, lines, first_asked_at, asked_at, due_at, lease_until,
        reconciled_at, digest
    FROM bill_day WHERE due_at IS NOT NULL AND first_asked_at <= %(before)s ORDER BY day, gateway LIMIT %(limit)s
    """,
)
