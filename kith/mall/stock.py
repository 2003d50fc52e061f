"""Units of a variant: promised to one holder each, and counted so that none is promised twice.

`units` is what the shop has by its own count, `held` what is promised without its knowing. A promise can be made while
`units > held`. When the shop learns of it through an order it is handed over: the unit leaves both counts. All moves
first lock the SKU's row, so they form one queue.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

HoldState = Literal["reserved", "taken", "back"]


class Stock(Struct, frozen=True):
    """Both counts of a SKU."""

    units: int
    held: int

    @property
    def available(self) -> int:
        """Units that can still be promised. A shop that has fewer than it promised has none."""
        return max(self.units - self.held, 0)


class Hold(Struct, frozen=True):
    """One unit promised to one holder."""

    state: HoldState
    reserved_until: datetime | None
    handed_over: bool


class DueHold(Struct, frozen=True):
    """A reservation that has run out."""

    sku_id: UUID
    holder: UUID


class SoldOut(Refusal):
    """Nothing of this variant is left. Choose another one."""


class StockMoved(Refusal):
    """The stock changed while you were counting. Look again and set it anew."""


lock = Query(Stock, "SELECT units, held FROM stock WHERE sku_id = %(sku_id)s FOR UPDATE")

hold = Query(
    Hold,
    "SELECT state, reserved_until, handed_over FROM stock_hold WHERE sku_id = %(sku_id)s AND holder = %(holder)s",
)

# Promise and count in one statement: where nothing is left, neither happens.
reserve = Statement("""
    WITH promised AS (
        UPDATE stock SET held = held + 1, changed_at = %(now)s
        WHERE sku_id = %(sku_id)s AND units > held
        RETURNING sku_id
    )
    INSERT INTO stock_hold (sku_id, holder, state, reserved_until, handed_over, changed_at)
    SELECT sku_id, %(holder)s, 'reserved', %(until)s, false, %(now)s FROM promised
    ON CONFLICT (sku_id, holder) DO UPDATE
    SET state = 'reserved', reserved_until = excluded.reserved_until, handed_over = false,
        changed_at = excluded.changed_at
    WHERE stock_hold.state = 'back'
""")

take = Statement("""
    UPDATE stock_hold SET state = 'taken', reserved_until = NULL, changed_at = %(now)s
    WHERE sku_id = %(sku_id)s AND holder = %(holder)s AND state = 'reserved'
""")

hand_over = Statement("""
    WITH over AS (
        UPDATE stock_hold SET handed_over = true, changed_at = %(now)s
        WHERE sku_id = %(sku_id)s AND holder = %(holder)s AND state = 'taken' AND NOT handed_over
        RETURNING sku_id
    )
    UPDATE stock SET units = greatest(stock.units - 1, 0), held = stock.held - 1, changed_at = %(now)s
    FROM over WHERE stock.sku_id = over.sku_id AND stock.sku_id = %(sku_id)s
""")

give_back = Statement("""
    WITH returned AS (
        UPDATE stock_hold SET state = 'back', reserved_until = NULL, handed_over = false, changed_at = %(now)s
        WHERE sku_id = %(sku_id)s AND holder = %(holder)s AND state = %(state)s AND handed_over = %(handed_over)s
        RETURNING sku_id
    )
    UPDATE stock
    SET units = stock.units + CASE WHEN %(handed_over)s THEN 1 ELSE 0 END,
        held = stock.held - CASE WHEN %(handed_over)s THEN 0 ELSE 1 END,
        changed_at = %(now)s
    FROM returned WHERE stock.sku_id = returned.sku_id AND stock.sku_id = %(sku_id)s
""")

write_off = Statement("""
    UPDATE stock_hold SET state = 'back', reserved_until = NULL, handed_over = false, changed_at = %(now)s
    WHERE sku_id = %(sku_id)s AND holder = %(holder)s AND state = 'taken' AND handed_over
""")

run_out = Query(
    DueHold,
    """
    SELECT sku_id, holder FROM stock_hold
    WHERE state = 'reserved' AND reserved_until <= %(now)s
    ORDER BY reserved_until, sku_id, holder
    LIMIT %(limit)s
    """,
)

count = Statement("""
    UPDATE stock SET units = %(units)s, changed_at = %(now)s
    WHERE sku_id = %(sku_id)s AND units = %(was)s
""")
