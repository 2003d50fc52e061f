"""What went out of a wallet, in windows of time, and how much more may."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from kith import payments
from kith.kit.settings import Custody
from kith.kit.sql import Query, Statement
from kith.wallet.policy import Policy
from kith.wallet.wallet import Decided

Span = Literal["day", "year", "ever"]
Window = Literal["lifetime", "year"]

ZONE = "Asia/Shanghai"
"""Where months and years begin."""

_BEIJING = ZoneInfo(ZONE)
_DAY = timedelta(hours=24)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Spent(Struct, frozen=True):
    """The window of one span that somebody's deeds count into, in fen."""

    span: Span
    since_at: datetime
    paid_fen: int
    withdrawn_fen: int


class Used(Struct, frozen=True):
    """What of the limits is used up: what went out and did not come back."""

    counted_fen: int
    """Of the limit of the class."""
    day_fen: int


class Standing(Struct, frozen=True):
    """All that decides whether money may go out of a wallet."""

    custody: Custody
    decided: Decided
    free_fen: int
    used: Used


def windows(rows: Sequence[Spent], now: datetime) -> dict[Span, Spent]:
    """The windows that run now; one that is over, or never began, begins now and is empty. A day is 24 hours."""
    known: Mapping[str, Spent] = {row.span: row for row in rows}
    day = known.get("day")
    begins: dict[Span, datetime] = {
        "day": day.since_at if day and day.since_at <= now < day.since_at + _DAY else now,
        "year": now.astimezone(_BEIJING).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0),
        "ever": _BEGINNING,
    }
    found: dict[Span, Spent] = {}
    for span, since_at in begins.items():
        row = known.get(span)
        found[span] = row if row and row.since_at == since_at else Spent(span, since_at, 0, 0)
    return found


def day_ends(day: Spent) -> datetime:
    """When this day's window is over."""
    return day.since_at + _DAY


def counting(identity_class: int) -> Span:
    """The span whose window the limit of a class is about."""
    return "ever" if identity_class <= 1 else "year"


def limit_of(identity_class: int, policy: Policy) -> int:
    """What may go out in that window, in fen; nothing before it was checked who somebody is."""
    return (0, policy.lifetime_fen, policy.yearly_second_fen, policy.yearly_third_fen)[identity_class]


def used(
    identity_class: int, found: Mapping[Span, Spent], back: payments.CameBack, back_today: payments.CameBack
) -> Used:
    """Of class 1 withdrawals count too; of the higher ones only payments. Whatever came back does not count."""
    counted, day = found[counting(identity_class)], found["day"]
    paid = counted.paid_fen - back.paid
    withdrawn = counted.withdrawn_fen - back.withdrawn if identity_class <= 1 else 0
    today = day.paid_fen + day.withdrawn_fen - back_today.paid - back_today.withdrawn
    return Used(max(0, paid + withdrawn), max(0, today))


def may_spend(standing: Standing, fen: int, policy: Policy, *, withdrawal: bool = False) -> None:
    """Whether `fen` may go out of a wallet now.

    Raises, in this order: `WalletOff`, `WalletFrozen`, `IdentityNeeded`, `TooLittleInWallet`, `OverWalletLimit`,
    `OverWalletDay`.
    """
    identity_class = standing.decided.identity_class
    if standing.custody == "provider":
        raise payments.WalletOff
    if standing.decided.frozen_at is not None:
        raise payments.WalletFrozen
    if identity_class == 0:
        raise payments.IdentityNeeded
    if fen > standing.free_fen:
        raise payments.TooLittleInWallet(balance_fen=standing.free_fen)
    counts = not withdrawal or identity_class == 1
    left = limit_of(identity_class, policy) - standing.used.counted_fen
    if counts and fen > left:
        raise payments.OverWalletLimit(left_fen=max(0, left))
    left = policy.daily_fen - standing.used.day_fen
    if fen > left:
        raise payments.OverWalletDay(left_fen=max(0, left))


of = Query(
    Spent,
    "SELECT span, since_at, paid_fen, withdrawn_fen FROM wallet_spent WHERE person_id = %(person_id)s",
)

# The windows are those that `windows` found under the lock of the wallet.
count = Statement(
    """
    INSERT INTO wallet_spent (person_id, span, since_at, paid_fen, withdrawn_fen)
    SELECT %(person_id)s, fresh.span, fresh.since_at, %(paid_fen)s, %(withdrawn_fen)s
    FROM unnest(%(spans)s::text[], %(since_ats)s::timestamptz[]) AS fresh (span, since_at)
    ON CONFLICT (person_id, span) DO UPDATE SET since_at = excluded.since_at,
        paid_fen = excluded.paid_fen
            + CASE WHEN wallet_spent.since_at = excluded.since_at THEN wallet_spent.paid_fen ELSE 0 END,
        withdrawn_fen = excluded.withdrawn_fen
            + CASE WHEN wallet_spent.since_at = excluded.since_at THEN wallet_spent.withdrawn_fen ELSE 0 END
    """
)

forget = Statement("DELETE FROM wallet_spent WHERE person_id = %(person_id)s")
