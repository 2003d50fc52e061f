"""A gift: its states and the statements on its own rows. Who may move it is in `move`, what people see in the views."""

from datetime import datetime, timedelta
from typing import Literal, NewType
from uuid import UUID

from msgspec import Struct

from kith import mall, merchants, payments, people
from kith.kit.sql import Query, Statement

GiftId = NewType("GiftId", UUID)

GiftState = Literal[
    "planned",
    "unpaid",
    "collecting",
    "cooling",
    "scheduled",
    "offered",
    "accepted",
    "to_choose",
    "shipped",
    "in_delivery",
    "received",
    "lapsed",
    "withdrawn",
    "declined",
    "expired",
    "cancelled",
]
EndReason = Literal["sold_out", "not_for_sale", "price_changed", "over_weekly_ceiling"]
"""Why a planned gift could not be paid when its day came."""

Wrapping = Literal["none", "classic", "birthday", "festive"]
"""How the gift's card looks until it is opened."""

WindowDays = Literal[1, 3, 7, 14, 30]


class Gift(Struct, frozen=True):
    """The row of a gift, for deciding. No answer is ever made of it."""

    gift_id: GiftId
    giver_id: people.PersonId
    recipient_id: people.PersonId
    merchant_id: merchants.MerchantId
    product_id: mall.ProductId
    sku_id: mall.SkuId
    title: str
    picture_id: str | None
    fen: int
    message: str
    wrapping: Wrapping
    window_days: WindowDays
    state: GiftState
    given_at: datetime
    pay_by: datetime
    pay_from: datetime | None = None
    charge_id: payments.ChargeId | None = None
    collect_by: datetime | None = None
    funded_at: datetime | None = None
    cool_until: datetime | None = None
    send_at: datetime | None = None
    anonymous: bool = False
    opened_at: datetime | None = None
    offered_at: datetime | None = None
    answer_by: datetime | None = None
    quietly_declined_at: datetime | None = None
    asked_at: datetime | None = None
    late_at: datetime | None = None
    settled_at: datetime | None = None

    @property
    def wished(self) -> bool:
        """Whoever gets it wished for it, and has friends pay for it: they are its givers."""
        return self.giver_id == self.recipient_id


class Unsaid(Struct, frozen=True):
    """A gift that lost its words, and whether its recipient had seen them."""

    gift_id: GiftId
    recipient_id: people.PersonId
    seen: bool


def reached(gift: Gift, now: datetime) -> bool:
    """Whether its recipient can see it: it arrived, and no block kept it away before."""
    if gift.offered_at is None or gift.offered_at > now:
        return False
    return gift.quietly_declined_at is None or gift.quietly_declined_at >= gift.offered_at


def answer_by(offered_at: datetime, window_days: int) -> datetime:
    """When the recipient's time is over."""
    return offered_at + timedelta(days=window_days)


_ROW = """SELECT gift_id, giver_id, recipient_id, merchant_id, product_id, sku_id, title, picture_id, fen, message,
    wrapping, window_days, state, given_at, pay_by, pay_from, charge_id, collect_by, funded_at, cool_until, send_at,
    anonymous, opened_at, offered_at, answer_by, quietly_declined_at, asked_at, late_at, settled_at
    FROM gift WHERE gift_id = %(gift_id)s"""

by_id = Query(Gift, _ROW)
lock = Query(Gift, _ROW + " FOR UPDATE")

# In the order in which all that lock several do so.
lock_all = Query(Gift, _ROW.replace("= %(gift_id)s", "= ANY(%(gift_ids)s) ORDER BY gift_id") + " FOR UPDATE")

any_received = Query(
    bool,
    """SELECT EXISTS (
        SELECT FROM gift_move WHERE gift_id = ANY(%(gift_ids)s) AND state = 'received' AND at < %(today_began_at)s
    )""",
)

insert = Query(
    UUID,
    """WITH moved AS (
        INSERT INTO gift (gift_id, giver_id, recipient_id, merchant_id, product_id, sku_id, title, picture_id, fen,
            message, wrapping, window_days, state, moves, given_at, pay_by, pay_from, charge_id, collect_by, send_at,
            anonymous)
        VALUES (%(gift_id)s, %(giver_id)s, %(recipient_id)s, %(merchant_id)s, %(product_id)s, %(sku_id)s, %(title)s,
            %(picture_id)s, %(fen)s, %(message)s, %(wrapping)s, %(window_days)s, %(state)s, 1, %(now)s, %(pay_by)s,
            %(pay_from)s, %(charge_id)s, %(collect_by)s, %(send_at)s, %(anonymous)s)
        ON CONFLICT (gift_id) DO NOTHING
        RETURNING gift_id, moves, state
    ), noted AS (
        INSERT INTO gift_move (gift_id, number, state, by_role, by_id, at)
        SELECT gift_id, moves, state, %(by_role)s::text, %(by_id)s::uuid, %(now)s::timestamptz FROM moved
    ) SELECT gift_id FROM moved""",
)

move = Query(
    UUID,
    """WITH moved AS (
        UPDATE gift SET state = %(state)s, moves = moves + 1
        WHERE gift_id = %(gift_id)s AND state = ANY(%(before)s::text[])
        RETURNING gift_id, moves, state
    ), noted AS (
        INSERT INTO gift_move (gift_id, number, state, by_role, by_id, at)
        SELECT gift_id, moves, state, %(by_role)s::text, %(by_id)s::uuid, %(now)s::timestamptz FROM moved
    ) SELECT gift_id FROM moved""",
)

# Its move holds from the moment at which it arrives, which may be a little ahead.
offer = Query(
    UUID,
    """WITH moved AS (
        UPDATE gift SET state = %(state)s, moves = moves + 1, funded_at = coalesce(funded_at, %(now)s),
            offered_at = %(offered_at)s, answer_by = %(answer_by)s
        WHERE gift_id = %(gift_id)s AND state = ANY(%(before)s::text[])
        RETURNING gift_id, moves, state, offered_at
    ), noted AS (
        INSERT INTO gift_move (gift_id, number, state, by_role, by_id, at)
        SELECT gift_id, moves, state, %(by_role)s::text, %(by_id)s::uuid, offered_at FROM moved
    ) SELECT gift_id FROM moved""",
)

# Paid, and not to reach its recipient yet.
rest = Query(
    UUID,
    """WITH moved AS (
        UPDATE gift SET state = %(state)s, moves = moves + 1, funded_at = coalesce(funded_at, %(now)s),
            cool_until = coalesce(%(cool_until)s, cool_until)
        WHERE gift_id = %(gift_id)s AND state = ANY(%(before)s::text[])
        RETURNING gift_id, moves, state
    ), noted AS (
        INSERT INTO gift_move (gift_id, number, state, by_role, by_id, at)
        SELECT gift_id, moves, state, %(by_role)s::text, %(by_id)s::uuid, %(now)s::timestamptz FROM moved
    ) SELECT gift_id FROM moved""",
)

# Accepting and telling a decline: only once, and only inside the window.
answer = Query(
    UUID,
    """WITH moved AS (
        UPDATE gift SET state = %(state)s, moves = moves + 1, late_at = coalesce(late_at, %(late_at)s)
        WHERE gift_id = %(gift_id)s AND state = ANY(%(before)s::text[])
            AND quietly_declined_at IS NULL AND offered_at <= %(now)s AND answer_by > %(now)s
        RETURNING gift_id, moves, state
    ), noted AS (
        INSERT INTO gift_move (gift_id, number, state, by_role, by_id, at)
        SELECT gift_id, moves, state, %(by_role)s::text, %(by_id)s::uuid, %(now)s::timestamptz FROM moved
    ) SELECT gift_id FROM moved""",
)

# No move: nothing that the giver's queries read may change.
decline_quietly = Statement(
    """UPDATE gift SET quietly_declined_at = %(now)s
    WHERE gift_id = %(gift_id)s AND state = 'offered' AND quietly_declined_at IS NULL"""
)

# Nor a move is a block between the two: from before it arrived, so that it is never there for the recipient.
keep_away = Statement(
    """UPDATE gift SET quietly_declined_at = least(%(now)s, offered_at) - INTERVAL '1 microsecond'
    WHERE gift_id = %(gift_id)s AND quietly_declined_at IS NULL AND state IN (
        'planned', 'unpaid', 'collecting', 'cooling', 'scheduled', 'offered'
    )"""
)
# It was taken back before it arrived.
recall = Statement(
    """UPDATE gift SET offered_at = NULL, answer_by = NULL
    WHERE gift_id = %(gift_id)s AND state = 'withdrawn' AND offered_at > %(now)s"""
)
explain = Statement("UPDATE gift SET end_reason = %(reason)s WHERE gift_id = %(gift_id)s")
postpone = Statement("UPDATE gift SET pay_by = %(pay_by)s WHERE gift_id = %(gift_id)s")
open_up = Statement("UPDATE gift SET opened_at = %(now)s WHERE gift_id = %(gift_id)s AND opened_at IS NULL")

ask = Statement("UPDATE gift SET asked_at = %(now)s WHERE gift_id = %(gift_id)s")
note_trouble = Statement("UPDATE gift SET trouble_at = %(now)s WHERE gift_id = %(gift_id)s")
# The parcel moves: what was asked or feared of it no longer matters.
hear = Statement("UPDATE gift SET asked_at = NULL, trouble_at = NULL WHERE gift_id = %(gift_id)s")
settle = Statement(
    "UPDATE gift SET settled_at = %(now)s WHERE gift_id = %(gift_id)s AND state = 'received' AND settled_at IS NULL"
)

# Words belong to who said them. The gift stays, without them.
unsay = Query(
    Unsaid,
    """UPDATE gift SET message = '' WHERE gift_id = ANY(%(gift_ids)s) AND giver_id = %(giver_id)s AND message <> ''
    RETURNING gift_id, recipient_id, offered_at IS NOT NULL
        AND coalesce(quietly_declined_at >= offered_at, true) AS seen""",
)

unanswered = Query(
    UUID,
    """SELECT gift_id FROM gift WHERE gift_id = ANY(%(gift_ids)s)
        AND state IN ('planned', 'unpaid', 'collecting', 'cooling', 'scheduled', 'offered')
    ORDER BY gift_id""",
)
