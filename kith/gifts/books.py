"""What must hold of every gift, and the statements that look for what does not."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import ledger
from kith.gifts.gift import GiftId, GiftState
from kith.gifts.money import gift_account
from kith.gifts.timer import Kind
from kith.kit.sql import Query, Statement


class Stuck(Struct, frozen=True):
    """A gift that an operator should look at: what it waits for, and since when."""

    gift_id: GiftId
    state: GiftState
    why: str
    since: datetime


class Total(Struct, frozen=True):
    """What a gift's parts and its state say about its money."""

    gift_id: GiftId
    value_fen: int
    paid_fen: int
    returned_fen: int
    funded: bool
    ended: bool
    settled: bool

    @property
    def kept_fen(self) -> int:
        """What the gift's account should have."""
        return self.paid_fen - self.returned_fen - (self.value_fen if self.settled else 0)

    @property
    def held_fen(self) -> int:
        """What should be promised to the shop."""
        return self.value_fen if self.funded and not self.ended and not self.settled else 0


class Deadlines(Struct, frozen=True):
    """The deadlines of a gift."""

    gift_id: GiftId
    state: GiftState
    settled: bool
    kinds: list[str]


class Odd(Struct, frozen=True):
    """A gift that is not as it must be."""

    check: str
    gift_id: GiftId
    detail: str


_WAYS_ON: Mapping[GiftState, frozenset[Kind]] = {
    "planned": frozenset({"charge"}),
    "unpaid": frozenset({"lapse"}),
    "collecting": frozenset({"lapse"}),
    "cooling": frozenset({"cool"}),
    "scheduled": frozenset({"send"}),
    "offered": frozenset({"expire"}),
    "accepted": frozenset({"ship_late"}),
    "to_choose": frozenset({"choose"}),
    "shipped": frozenset({"ask_receipt", "assume_receipt"}),
    "in_delivery": frozenset({"ask_receipt", "assume_receipt"}),
    "received": frozenset({"settle"}),
}
"""Which deadlines lead on from each state that is not an end; exactly one of them runs."""


_ASIDE: frozenset[Kind] = frozenset(
    {"part_over", "arrive", "half_time", "last_day", "late", "destroy_key", "show_step", "show_late", "release"}
)
"""Deadlines that do not move the gift."""


def unexplained_money(totals: Sequence[Total], balances: Mapping[UUID, ledger.Balance]) -> list[ledger.Finding]:
    """Gifts whose account has not exactly what was paid and neither went back nor was settled, or holds another sum."""
    findings: list[ledger.Finding] = []
    for total in totals:
        balance = balances.get(gift_account(total.gift_id), ledger.Balance(0, 0, 0, 0))
        if (balance.net, balance.debits_pending) != (total.kept_fen, total.held_fen):
            detail = (
                f"has {balance.net} holding {balance.debits_pending}, not {total.kept_fen} holding {total.held_fen}"
            )
            findings.append(ledger.Finding("gift-money", str(total.gift_id), detail))
    return findings


def without_way_on(rows: Sequence[Deadlines]) -> list[ledger.Finding]:
    """Gifts that time would leave where they are, or that have ended and still have a deadline."""
    findings: list[ledger.Finding] = []
    for row in rows:
        ways = frozenset[Kind]() if row.settled else _WAYS_ON.get(row.state, frozenset[Kind]())
        running = sorted({*row.kinds} - _ASIDE)
        if len(running) != bool(ways) or not ways.issuperset(running):
            findings.append(
                ledger.Finding("gift-deadline", str(row.gift_id), f"{row.state} has {', '.join(running) or 'none'}")
            )
    return findings


one_snapshot = Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

totals = Query(
    Total,
    """SELECT gift.gift_id, (gift.fen - coalesce(sum(part.returned_fen), 0))::bigint AS value_fen,
        coalesce(sum(part.fen) FILTER (WHERE part.paid_at IS NOT NULL), 0)::bigint AS paid_fen,
        coalesce(sum(CASE WHEN part.returned_at IS NULL THEN part.returned_fen ELSE part.fen END), 0)::bigint
            AS returned_fen,
        gift.funded_at IS NOT NULL AS funded,
        gift.state IN ('lapsed', 'withdrawn', 'declined', 'expired', 'cancelled') AS ended,
        gift.settled_at IS NOT NULL AS settled
    FROM gift LEFT JOIN part ON part.gift_id = gift.gift_id
    WHERE gift.gift_id > %(after)s
    GROUP BY gift.gift_id ORDER BY gift.gift_id LIMIT %(limit)s""",
)
deadlines = Query(
    Deadlines,
    """SELECT gift.gift_id, gift.state, gift.settled_at IS NOT NULL AS settled,
        coalesce(array_agg(timer.kind) FILTER (WHERE timer.kind IS NOT NULL), '{}') AS kinds
    FROM gift LEFT JOIN timer ON timer.gift_id = gift.gift_id
    WHERE gift.gift_id > %(after)s
    GROUP BY gift.gift_id ORDER BY gift.gift_id LIMIT %(limit)s""",
)
odd = Query(
    Odd,
    """SELECT 'gift-moves' AS check, gift.gift_id, format('is %%s after %%s moves, its last move says %%s after %%s',
            gift.state, gift.moves, last.state, last.number) AS detail
    FROM gift JOIN gift_move AS last ON last.gift_id = gift.gift_id AND last.number = (
        SELECT max(number) FROM gift_move WHERE gift_move.gift_id = gift.gift_id
    )
    WHERE (gift.state, gift.moves) <> (last.state, last.number)
    UNION ALL
    SELECT 'gift-parts', gift.gift_id, format('is %%s with %%s paid and %%s open of %%s', state, paid, open, fen)
    FROM (
        SELECT gift.gift_id, gift.state, gift.funded_at, gift.fen,
            coalesce(sum(part.fen) FILTER (WHERE part.paid_at IS NOT NULL), 0) AS paid,
            coalesce(sum(part.fen) FILTER (WHERE part.paid_at IS NULL AND part.cancelled_at IS NULL), 0) AS open
        FROM gift LEFT JOIN part ON part.gift_id = gift.gift_id GROUP BY gift.gift_id
    ) AS gift
    WHERE CASE
        WHEN funded_at IS NOT NULL THEN paid <> fen OR open <> 0
        WHEN state = 'unpaid' THEN paid + open <> fen
        WHEN state = 'collecting' THEN paid + open > fen
        ELSE open <> 0
    END
    UNION ALL
    SELECT 'gift-parts', gift.gift_id, 'has an open part that nothing closes'
    FROM gift WHERE state = 'collecting' AND EXISTS (
        SELECT FROM part WHERE part.gift_id = gift.gift_id AND part.paid_at IS NULL AND part.cancelled_at IS NULL
    ) AND NOT EXISTS (SELECT FROM timer WHERE timer.gift_id = gift.gift_id AND timer.kind = 'part_over')
    UNION ALL
    SELECT 'gift-value', gift.gift_id, format('was taken for %%s, and %%s of %%s went back', acceptance.fen,
        sum(part.returned_fen), gift.fen)
    FROM gift JOIN part ON part.gift_id = gift.gift_id LEFT JOIN acceptance ON acceptance.gift_id = gift.gift_id
    GROUP BY gift.gift_id, acceptance.fen
    HAVING coalesce(acceptance.fen, gift.fen) <> gift.fen - sum(part.returned_fen)
    UNION ALL
    SELECT 'address-key', gift.gift_id, format('can be read although the gift is %%s', gift.state)
    FROM gift JOIN address_key ON address_key.gift_id = gift.gift_id AND address_key.wrapped IS NOT NULL
    LEFT JOIN timer ON timer.gift_id = gift.gift_id AND timer.kind = 'destroy_key'
    WHERE gift.state NOT IN ('accepted', 'to_choose', 'shipped', 'in_delivery')
        AND (gift.state <> 'received' OR timer.due_at IS NULL OR timer.due_at < %(before)s)
    ORDER BY 1, 2""",
)
overdue = Query(
    Stuck,
    """SELECT gift.gift_id, gift.state, timer.kind AS why, timer.due_at AS since
    FROM timer JOIN gift ON gift.gift_id = timer.gift_id
    WHERE timer.due_at < %(before)s ORDER BY timer.due_at, gift.gift_id LIMIT %(limit)s""",
)
troubled = Query(
    Stuck,
    """SELECT gift_id, state, 'parcel_in_trouble' AS why, trouble_at AS since FROM gift
    WHERE trouble_at IS NOT NULL AND state IN ('shipped', 'in_delivery')
    ORDER BY trouble_at, gift_id LIMIT %(limit)s""",
)
