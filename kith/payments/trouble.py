"""Trouble: money that did not come to its end in the usual time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct


class Stuck(Struct, frozen=True):
    """One thing that did not come to its end in the usual time. `code` is the gateway's word, or ours."""

    kind: Literal["attempt", "refund", "payout", "notification"]
    id: UUID
    charge_id: UUID | None
    fen: int | None
    state: str
    code: str | None
    since: datetime


def worst_first(rows: Iterable[Stuck]) -> list[Stuck]:
    """What nobody can say anything about comes first, then the oldest."""
    return sorted(rows, key=lambda row: (row.state != "unknown", row.since))
