"""What time itself will do to a gift: one row a deadline, read by one sweep."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.gifts.gift import GiftId
from kith.kit.sql import Query, Statement

Kind = Literal[
    "charge",
    "lapse",
    "part_over",
    "cool",
    "send",
    "arrive",
    "half_time",
    "last_day",
    "expire",
    "choose",
    "late",
    "ship_late",
    "ask_receipt",
    "assume_receipt",
    "settle",
    "destroy_key",
    "show_step",
    "show_late",
    "release",
]


class Timer(Struct, frozen=True):
    """One deadline of one gift."""

    gift_id: GiftId
    kind: Kind
    due_at: datetime


_DAY = timedelta(days=1)

FIRST = Timer(GiftId(UUID(int=0)), "ask_receipt", datetime(1970, 1, 1, tzinfo=UTC))
"""Before every real one."""


def answering(offered_at: datetime, answer_by: datetime) -> dict[Kind, datetime]:
    """What is due while a gift waits for its answer; a window of a day or two has no last day of its own."""
    due: dict[Kind, datetime] = {"expire": answer_by, "half_time": offered_at + (answer_by - offered_at) / 2}
    if answer_by - _DAY > due["half_time"]:
        due["last_day"] = answer_by - _DAY
    return due


start = Statement(
    """INSERT INTO timer (gift_id, kind, due_at) VALUES (%(gift_id)s, %(kind)s, %(due_at)s)
    ON CONFLICT (gift_id, kind) DO UPDATE SET due_at = excluded.due_at"""
)
start_all = Statement(
    """INSERT INTO timer (gift_id, kind, due_at)
    SELECT %(gift_id)s, kind, due_at FROM unnest(%(kinds)s::text[], %(due_ats)s::timestamptz[]) AS new (kind, due_at)
    ON CONFLICT (gift_id, kind) DO UPDATE SET due_at = excluded.due_at"""
)
# A step that waits already to be shown is shown first.
start_once = Statement(
    """INSERT INTO timer (gift_id, kind, due_at) VALUES (%(gift_id)s, %(kind)s, %(due_at)s)
    ON CONFLICT (gift_id, kind) DO NOTHING"""
)
stop = Statement("DELETE FROM timer WHERE gift_id = %(gift_id)s AND kind = ANY(%(kinds)s::text[])")
stop_all = Statement("DELETE FROM timer WHERE gift_id = %(gift_id)s")

# Under the gift's lock: whoever takes the timer does the deed, and nobody else will.
take = Query(
    datetime,
    "DELETE FROM timer WHERE gift_id = %(gift_id)s AND kind = %(kind)s AND due_at <= %(now)s RETURNING due_at",
)

running = Query(
    bool,
    "SELECT EXISTS (SELECT FROM timer WHERE gift_id = %(gift_id)s AND kind = %(kind)s)",
)
# Of gifts that are locked.
take_all = Query(
    UUID,
    """DELETE FROM timer WHERE gift_id = ANY(%(gift_ids)s) AND kind = %(kind)s AND due_at <= %(now)s
    RETURNING gift_id""",
)

due = Query(
    Timer,
    """SELECT gift_id, kind, due_at FROM timer
    WHERE due_at <= %(now)s AND (due_at, gift_id, kind) > (%(after_at)s, %(after_id)s, %(after_kind)s)
    ORDER BY due_at, gift_id, kind LIMIT %(limit)s""",
)
of = Query(Timer, "SELECT gift_id, kind, due_at FROM timer WHERE gift_id = %(gift_id)s ORDER BY kind")

# Steps of delivery that the giver does not see before the day is over.
hidden = Query(
    bool,
    """SELECT EXISTS (
        SELECT FROM gift_move WHERE gift_id = %(gift_id)s
            AND state IN ('shipped', 'in_delivery', 'received') AND at >= %(today_began_at)s
    )""",
)
