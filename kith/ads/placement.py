"""A placement: what a shop asked for, what becomes of it, and the statements for both.

`placement` is as it was asked for. Whoever changes anything of `placement_state` holds its row or moves it by one
guarded statement.
"""

from datetime import date, datetime
from typing import Literal, NewType
from uuid import UUID

import msgspec
from msgspec import Struct

from kith import merchants, payments, people
from kith.ads.auction import Model
from kith.kit import ids
from kith.kit.geo import Cell
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

PlacementId = NewType("PlacementId", UUID)
State = Literal["in_review", "refused", "unpaid", "lapsed", "running", "paused", "over", "stopped"]


class PlacementNotFound(Refusal, status=404):
    """There is no such placement of this shop."""


class PlacementMoved(Refusal):
    """This placement is not where you believe it is. Look at it again."""


class Placement(Struct, frozen=True):
    """The row of a placement as it was asked for."""

    placement_id: PlacementId
    merchant_id: merchants.MerchantId
    payer_id: people.PersonId
    model: Model
    title: str
    words: str
    cell: Cell
    radius_km: int
    first_day: date
    days: int
    hours: int
    fen: int
    rate_fen: int
    asked_at: datetime


class Standing(Struct, frozen=True):
    """What has become of a placement."""

    placement_id: PlacementId
    state: State
    reached: int
    views: int
    taps: int
    spent_fen: int
    reason: str
    decided_by: str
    starts_at: datetime | None
    ends_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    moved_at: datetime


class Due(Struct, frozen=True):
    """A placement with which something is to be done."""

    placement_id: PlacementId
    state: State
    due_at: datetime


def charge_id_of(placement_id: PlacementId) -> payments.ChargeId:
    """The charge that asks the owner for the money."""
    return payments.ChargeId(ids.derived(placement_id, "placement charge"))


def columns(row: Placement) -> dict[str, object]:
    """The row as `insert` takes it."""
    return msgspec.structs.asdict(row)


insert = Query(
    UUID,
    """
    INSERT INTO placement (placement_id, merchant_id, payer_id, model, title, words, cell, radius_km, first_day, days,
        hours, fen, rate_fen, asked_at)
    VALUES (%(placement_id)s, %(merchant_id)s, %(payer_id)s, %(model)s, %(title)s, %(words)s, %(cell)s, %(radius_km)s,
        %(first_day)s, %(days)s, %(hours)s, %(fen)s, %(rate_fen)s, %(asked_at)s)
    ON CONFLICT (placement_id) DO NOTHING
    RETURNING placement_id
    """,
)
by_id = Query(
    Placement,
    """
    SELECT placement_id, merchant_id, payer_id, model, title, words, cell, radius_km, first_day, days, hours, fen,
        rate_fen, asked_at
    FROM placement WHERE placement_id = %(placement_id)s
    """,
)
by_ids = Query(
    Placement,
    """
    SELECT placement_id, merchant_id, payer_id, model, title, words, cell, radius_km, first_day, days, hours, fen,
        rate_fen, asked_at
    FROM placement WHERE placement_id = ANY(%(placement_ids)s::uuid[])
    """,
)
of_shop = Query(
    Placement,
    """
    SELECT placement_id, merchant_id, payer_id, model, title, words, cell, radius_km, first_day, days, hours, fen,
        rate_fen, asked_at
    FROM placement WHERE merchant_id = %(merchant_id)s AND (asked_at, placement_id) < (%(before_at)s, %(before_id)s)
    ORDER BY asked_at DESC, placement_id DESC LIMIT %(limit)s
    """,
)
wait = Statement(
    """
    INSERT INTO placement_state (placement_id, state, reached, views, taps, spent_fen, reason, decided_by, moved_at)
    VALUES (%(placement_id)s, 'in_review', 0, 0, 0, 0, '', '', %(now)s)
    """
)
standing_of = Query(
    Standing,
    """
    SELECT placement_id, state, reached, views, taps, spent_fen, reason, decided_by, starts_at, ends_at, due_at,
        ended_at, moved_at
    FROM placement_state WHERE placement_id = %(placement_id)s
    """,
)
standings_of = Query(
    Standing,
    """
    SELECT placement_id, state, reached, views, taps, spent_fen, reason, decided_by, starts_at, ends_at, due_at,
        ended_at, moved_at
    FROM placement_state WHERE placement_id = ANY(%(placement_ids)s::uuid[])
    """,
)
lock = Query(
    Standing,
    """
    SELECT placement_id, state, reached, views, taps, spent_fen, reason, decided_by, starts_at, ends_at, due_at,
        ended_at, moved_at
    FROM placement_state WHERE placement_id = %(placement_id)s FOR NO KEY UPDATE
    """,
)
waiting = Query(
    Standing,
    """
    SELECT placement_id, state, reached, views, taps, spent_fen, reason, decided_by, starts_at, ends_at, due_at,
        ended_at, moved_at
    FROM placement_state WHERE state = 'in_review' ORDER BY moved_at, placement_id LIMIT %(limit)s
    """,
)
approve = Query(
    UUID,
    """
    UPDATE placement_state SET state = 'unpaid', due_at = %(pay_by)s, decided_by = %(by)s, moved_at = %(now)s
    WHERE placement_id = %(placement_id)s AND state = 'in_review' RETURNING placement_id
    """,
)
refuse = Query(
    UUID,
    """
    UPDATE placement_state SET state = 'refused', ended_at = %(now)s, reason = %(reason)s, decided_by = %(by)s,
        moved_at = %(now)s
    WHERE placement_id = %(placement_id)s AND state = 'in_review' RETURNING placement_id
    """,
)
run = Query(
    UUID,
    """
    UPDATE placement_state SET state = 'running', starts_at = %(starts_at)s, ends_at = %(ends_at)s,
        due_at = %(ends_at)s, moved_at = %(now)s
    WHERE placement_id = %(placement_id)s AND state = 'unpaid' RETURNING placement_id
    """,
)
change = Query(
    UUID,
    """
    UPDATE placement_state SET state = %(state)s, moved_at = %(now)s
    WHERE placement_id = %(placement_id)s AND state = %(was)s RETURNING placement_id
    """,
)
# What closes it says what was delivered: a view or a tap of the same moment is in it, or finds it closed.
close = Query(
    Standing,
    """
    UPDATE placement_state SET state = %(state)s, due_at = NULL, ended_at = %(now)s, moved_at = %(now)s,
        reason = %(reason)s, decided_by = CASE WHEN %(by)s = '' THEN decided_by ELSE %(by)s END
    WHERE placement_id = %(placement_id)s AND state = ANY(%(was)s::text[])
    RETURNING placement_id, state, reached, views, taps, spent_fen, reason, decided_by, starts_at, ends_at, due_at,
        ended_at, moved_at
    """,
)
due = Query(
    Due,
    """
    SELECT placement_id, state, due_at FROM placement_state
    WHERE due_at IS NOT NULL AND due_at <= %(now)s AND (due_at, placement_id) > (%(after_at)s, %(after_id)s::uuid)
    ORDER BY due_at, placement_id LIMIT %(limit)s
    """,
)
# What has moved since: a change that is committed late is asked for again for a while.
moved = Query(
    Standing,
    """
    SELECT placement_id, state, reached, views, taps, spent_fen, reason, decided_by, starts_at, ends_at, due_at,
        ended_at, moved_at
    FROM placement_state WHERE moved_at >= %(since)s AND starts_at IS NOT NULL
    """,
)
running = Query(
    Standing,
    """
    SELECT placement_id, state, reached, views, taps, spent_fen, reason, decided_by, starts_at, ends_at, due_at,
        ended_at, moved_at
    FROM placement_state WHERE due_at > %(now)s AND state = 'running'
    """,
)
under_way = Query(
    int,
    """
    SELECT count(*) FROM placement JOIN placement_state AS standing ON standing.placement_id = placement.placement_id
    WHERE placement.merchant_id = %(merchant_id)s AND standing.ended_at IS NULL
    """,
)
running_of_shop = Query(
    UUID,
    """
    SELECT placement.placement_id FROM placement
    JOIN placement_state AS standing ON standing.placement_id = placement.placement_id
    WHERE placement.merchant_id = %(merchant_id)s AND standing.state = 'running' ORDER BY placement.placement_id
    """,
)
unended_of = Query(
    UUID,
    """
    SELECT placement.placement_id FROM placement
    JOIN placement_state AS standing ON standing.placement_id = placement.placement_id
    WHERE placement.payer_id = %(payer_id)s AND standing.ended_at IS NULL ORDER BY placement.placement_id
    """,
)
