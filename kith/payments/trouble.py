"""Trouble: money that did not come to its end in the usual time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Statement


class Stuck(Struct, frozen=True):
    """One thing that did not come to its end in the usual time. `code` is the gateway's word, or ours."""

    kind: Literal["attempt", "refund", "payout", "notification"]
    id: UUID
    charge_id: UUID | None
    fen: int | None
    state: str
    code: str | None
    since: datetime


class NothingToAsk(Refusal):
    """This has come to its end meanwhile, or there is no such thing. Look at the list again."""


def worst_first(rows: Iterable[Stuck]) -> list[Stuck]:
    """What nobody can say anything about comes first, then the oldest."""
    return sorted(rows, key=lambda row: (row.state != "unknown", row.since))


attempt_is_due = Statement(
    """
    UPDATE attempt SET due_at = %(now)s
    WHERE attempt_id = %(id)s AND due_at IS NOT NULL AND state IN ('unknown', 'open')
    """
)
refund_is_due = Statement(
    "UPDATE refund SET due_at = %(now)s WHERE refund_id = %(id)s AND state IN ('wanted', 'unknown', 'refused')"
)
payout_is_due = Statement(
    """
    UPDATE payout SET due_at = %(now)s
    WHERE payout_id = %(id)s AND due_at IS NOT NULL AND state IN ('wanted', 'unknown', 'dealing', 'confirm')
    """
)
