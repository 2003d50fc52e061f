"""What somebody spends on gifts, and the brake on it: so much in seven days, however it is divided."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from kith.gifts.policy import Policy
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

WEEK = timedelta(days=7)


class OverWeeklyCeiling(Refusal, status=429):
    """This is more than you can pay for gifts within seven days."""


class Spending(Struct, frozen=True):
    """What was paid, or can be paid until a moment."""

    fen: int
    spent_at: datetime
    unpaid_until: datetime | None


def may_spend(spent: Sequence[Spending], fen: int, policy: Policy, now: datetime) -> None:
    """Raises `OverWeeklyCeiling` with `left_fen` of `ceiling_fen` and, if it will ever fit, `free_at`."""
    counted = [one for one in spent if counts(one, now)]
    spent_fen, ceiling_fen = sum(one.fen for one in counted), policy.weekly_fen
    if spent_fen + fen <= ceiling_fen:
        return
    left_fen = max(0, ceiling_fen - spent_fen)
    for one in sorted(counted, key=lambda one: one.spent_at):
        spent_fen -= one.fen
        if spent_fen + fen <= ceiling_fen:
            free_at = (one.spent_at + WEEK).isoformat()
            raise OverWeeklyCeiling(left_fen=left_fen, ceiling_fen=ceiling_fen, free_at=free_at)
    raise OverWeeklyCeiling(left_fen=left_fen, ceiling_fen=ceiling_fen)


def counts(one: Spending, now: datetime) -> bool:
    """Whether it was paid in the last seven days, or is being paid."""
    if one.unpaid_until is None:
        return one.spent_at > now - WEEK
    return one.unpaid_until > now


recent = Query(
    Spending,
    """SELECT fen, spent_at, unpaid_until FROM spending
    WHERE person_id = %(person_id)s AND spent_at > %(since_at)s ORDER BY spent_at""",
)
begin = Statement(
    """INSERT INTO spending (person_id, charge_id, fen, spent_at, unpaid_until)
    VALUES (%(person_id)s, %(charge_id)s, %(fen)s, %(now)s, %(unpaid_until)s)
    ON CONFLICT (person_id, charge_id) DO NOTHING"""
)
pay = Statement(
    """UPDATE spending SET spent_at = %(now)s, unpaid_until = NULL
    WHERE person_id = %(person_id)s AND charge_id = %(charge_id)s"""
)
forget_all = Statement("DELETE FROM spending WHERE person_id = %(person_id)s")
forget = Statement("DELETE FROM spending WHERE person_id = %(person_id)s AND charge_id = %(charge_id)s")
