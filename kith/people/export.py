"""An export: a copy of all that is kept of a person, made for that person by a job and kept for some days.

The capabilities above say what they keep: each names its parts in `Exporting`, and each part is read in pages, so that
nobody's whole life is in memory at once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NewType
from uuid import UUID

from msgspec import Struct

from kith.kit.page import Page
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement, Tx
from kith.people.person import PersonId
from kith.people.policy import Policy

ExportId = NewType("ExportId", UUID)
ExportState = Literal["queued", "working", "ready", "failed", "over"]

SILENCE = timedelta(minutes=5)
"""An export to which nothing happened for so long has lost its job."""

_DAY = timedelta(days=1)

Read = Callable[[Tx, PersonId, str | None, datetime], Awaitable[Page[Any]]]
"""A page of what is kept of a person, after the cursor of the page before."""


@dataclass(frozen=True)
class Part:
    """One JSON file of an export, a list: its name without ending, what is in it in two languages, and its pages."""

    name: str
    zh: str
    en: str
    read: Read


@dataclass(frozen=True)
class Exporting:
    """What an export consists of: the files of all capabilities, and pages of ids of pictures that are the person's."""

    parts: tuple[Part, ...] = ()
    pictures: tuple[Read, ...] = ()

    @property
    def total(self) -> int:
        """How many steps the progress counts."""
        return len(self.parts) + len(self.pictures)


class ExportUnderWay(Refusal):
    """A copy of your data is being made already. Wait until it is ready."""


class ExportsTooOften(Refusal, status=429):
    """You have had several copies of your data in the last day. Use one of those, or come back tomorrow."""


class ExportNotFound(Refusal, status=404):
    """There is no such copy of your data."""


class ExportNotReady(Refusal):
    """This copy of your data is not ready."""


class ExportOver(Refusal):
    """This copy of your data was deleted after some days. Ask for a new one."""


class Export(Struct, frozen=True):
    """The row of it."""

    export_id: ExportId
    state: ExportState
    parts_done: int
    parts_total: int
    bytes: int | None
    wanted_at: datetime
    until_at: datetime | None


class ExportView(Struct, frozen=True):
    """A copy of my data: how far it is (`done` of `total` steps), how large, and until when it can be fetched."""

    export_id: ExportId
    state: ExportState
    done: int
    total: int
    bytes: int | None
    wanted_at: datetime
    until_at: datetime | None


class Whose(Struct, frozen=True):
    """Names an export."""

    person_id: PersonId
    export_id: ExportId


class Recent(Struct, frozen=True):
    """Exports of the last day: whether one is being made, how many did not fail, and when the first was wanted."""

    under_way: bool
    count: int
    first_at: datetime | None


def may_export(recent: Recent, policy: Policy, now: datetime) -> None:
    """Raises, in this order, `ExportUnderWay` and `ExportsTooOften`."""
    if recent.under_way:
        raise ExportUnderWay
    if recent.count >= policy.exports_a_day:
        first_at = recent.first_at or now
        raise ExportsTooOften(retry_after=max(1, -(-(first_at + _DAY - now) // timedelta(seconds=1))))


def day_before(now: datetime) -> datetime:
    """Since when exports count."""
    return now - _DAY


def view(export: Export, now: datetime) -> ExportView:
    """What its owner sees. It is over when its time is, whether or not it has been swept away."""
    ended = export.state == "ready" and export.until_at is not None and export.until_at <= now
    return ExportView(
        export_id=export.export_id,
        state="over" if ended else export.state,
        done=export.parts_done,
        total=export.parts_total,
        bytes=export.bytes,
        wanted_at=export.wanted_at,
        until_at=export.until_at,
    )


def fetchable(export: Export | None, now: datetime) -> None:
    """Raises `ExportNotFound`, `ExportOver`, `ExportNotReady` unless the file is there for its owner."""
    if export is None:
        raise ExportNotFound
    state = view(export, now).state
    if state == "over":
        raise ExportOver
    if state != "ready":
        raise ExportNotReady


insert = Statement(
    """
    INSERT INTO export (person_id, export_id, state, parts_done, parts_total, tries, wanted_at, touched_at)
    VALUES (%(person_id)s, %(export_id)s, 'queued', 0, %(total)s, 0, %(now)s, %(now)s)
    """
)
by_id = Query(
    Export,
    """
    SELECT export_id, state, parts_done, parts_total, bytes, wanted_at, until_at FROM export
    WHERE person_id = %(person_id)s AND export_id = %(export_id)s
    """,
)
recent = Query(
    Recent,
    """
    SELECT COALESCE(bool_or(state IN ('queued', 'working')), false) AS under_way,
        count(*) FILTER (WHERE state <> 'failed' AND wanted_at > %(since_at)s)::int AS count,
        min(wanted_at) FILTER (WHERE state <> 'failed' AND wanted_at > %(since_at)s) AS first_at
    FROM export WHERE person_id = %(person_id)s
    """,
)
newest = Query(
    Export,
    """
    SELECT export_id, state, parts_done, parts_total, bytes, wanted_at, until_at FROM export
    WHERE person_id = %(person_id)s AND (wanted_at, export_id) < (%(after_at)s, %(after_id)s)
    ORDER BY wanted_at DESC, export_id DESC LIMIT %(limit)s
    """,
)
begin = Query(
    int,
    """
    UPDATE export
    SET state = 'working', parts_done = 0, parts_total = %(total)s, tries = tries + 1, touched_at = %(now)s
    WHERE person_id = %(person_id)s AND export_id = %(export_id)s AND state IN ('queued', 'working')
    RETURNING tries
    """,
)
advance = Statement(
    """
    UPDATE export SET parts_done = %(done)s, touched_at = %(now)s
    WHERE person_id = %(person_id)s AND export_id = %(export_id)s AND state = 'working'
    """
)
finish = Statement(
    """
    UPDATE export SET state = 'ready', parts_done = parts_total, bytes = %(bytes)s, until_at = %(until_at)s,
        touched_at = %(now)s
    WHERE person_id = %(person_id)s AND export_id = %(export_id)s AND state = 'working'
    """
)
fail = Statement(
    """
    UPDATE export SET state = 'failed', touched_at = %(now)s
    WHERE person_id = %(person_id)s AND export_id = %(export_id)s AND state IN ('queued', 'working')
    """
)
silent = Query(
    Whose,
    """
    UPDATE export SET touched_at = %(now)s
    WHERE state IN ('queued', 'working') AND touched_at <= %(before)s
    RETURNING person_id, export_id
    """,
)
end = Query(
    Whose,
    """
    UPDATE export SET state = 'over', touched_at = %(now)s WHERE state = 'ready' AND until_at <= %(now)s
    RETURNING person_id, export_id
    """,
)
kept = Query(
    Whose,
    """
    SELECT person_id, export_id FROM export
    WHERE person_id = ANY(%(person_ids)s::uuid[]) AND state IN ('queued', 'working', 'ready')
    """,
)
forget = Statement("DELETE FROM export WHERE person_id = %(person_id)s")
