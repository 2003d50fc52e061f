"""What waits for a person among all gifts, in numbers."""

from datetime import datetime, timedelta
from typing import get_args
from uuid import UUID

from msgspec import Struct

from kith.gifts.gift import WindowDays
from kith.kit.sql import Query

_LONGEST_WAIT = timedelta(days=max(get_args(WindowDays)) + 60)
"""To be answered, and to be chosen again after the longest promise of a shop."""


class GiftSummary(Struct, frozen=True):
    """Gifts that wait for my answer, another choice or my payment, and gifts of friends who ask me to pay for them."""

    to_answer: int
    to_pay: int
    asks: int


def oldest(now: datetime) -> datetime:
    """What reached somebody before this moment has ended, however long its giver let it wait."""
    return now - _LONGEST_WAIT


reached = Query(
    UUID,
    """SELECT gift_id FROM received WHERE person_id = %(person_id)s
    AND offered_at > %(since_at)s AND offered_at <= %(now)s""",
)
count_waiting = Query(
    int,
    """SELECT count(*)::int FROM gift WHERE gift_id = ANY(%(gift_ids)s)
    AND (state = 'to_choose' OR (state = 'offered' AND quietly_declined_at IS NULL AND answer_by > %(now)s))""",
)
