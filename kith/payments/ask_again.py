"""Ask a gateway again, because an operator wants to know now."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from kith.kit.sql import Tx
from kith.payments import trouble
from kith.payments.trouble import NothingToAsk

_DUE = {
    "attempt": trouble.attempt_is_due,
    "refund": trouble.refund_is_due,
    "payout": trouble.payout_is_due,
}


async def ask_again(tx: Tx, kind: Literal["attempt", "refund", "payout"], one: UUID, now: datetime) -> None:
    """Make it due, so that the next sweep asks under its same number; a refused refund is sent again.

    Raises `NothingToAsk` for what has its end, or was never there.
    """
    if not await _DUE[kind].run(tx, id=one, now=now):
        raise NothingToAsk
