"""What a friend sees who is asked to pay: what, for whom, why, and what is left; of the other friends nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from kith import mall, payments, people
from kith.gifts.ask import AskId
from kith.gifts.gift import GiftId, GiftState
from kith.gifts.giving import CollectDays
from kith.gifts.move import ENDED
from kith.gifts.part import PartState
from kith.kit.sql import Query

AskState = Literal["open", "paid_by_you", "funded", "over"]
"""It can be paid; the same, and you have paid a part; it is all paid; it ended without."""

_LONGEST = timedelta(days=max(meta.le or 0 for meta in get_args(CollectDays) if isinstance(meta, msgspec.Meta)))


class AskRow(Struct, frozen=True):
    """An ask with its gift, and what has been paid so far."""

    ask_id: AskId
    gift_id: GiftId
    asker_id: people.PersonId
    recipient_id: people.PersonId
    product_id: mall.ProductId
    title: str
    picture_id: str | None
    fen: int
    paid_fen: int
    asked_fen: int | None
    why: str
    asked_at: datetime
    collect_by: datetime
    state: GiftState
    funded: bool


class MyPart(Struct, frozen=True):
    """A part that the friend opened."""

    gift_id: GiftId
    charge_id: payments.ChargeId
    fen: int
    state: PartState


class AskPart(Struct, frozen=True):
    """A part that I opened. What came back of it is told by its charge, and by the gift that I helped to pay."""

    charge_id: payments.ChargeId
    fen: int
    state: PartState


class AskView(Struct, frozen=True, kw_only=True):
    """Somebody asks me to pay for a gift, or a part of it.

    `recipient` is `asker` when it is the asker's own wish. `left_fen` is what nobody has paid yet; `asked_fen` is null
    when any part is welcome. `warning` is `asked_first` when I had neither given the asker anything before, nor paid
    for a gift of theirs, nor asked them: somebody whom one hardly knows wants money.
    """

    ask_id: AskId
    gift_id: GiftId
    asker: people.Card
    recipient: people.Card
    product_id: mall.ProductId
    title: str
    picture_id: str | None
    fen: int
    left_fen: int
    asked_fen: int | None
    why: str
    asked_at: datetime
    collect_by: datetime
    state: AskState
    warning: Literal["asked_first"] | None
    dismissed: bool
    your_parts: list[AskPart]


def oldest(now: datetime) -> datetime:
    """What was asked before this moment has ended, however long friends could pay."""
    return now - _LONGEST


def view(
    row: AskRow,
    parts: Sequence[MyPart],
    *,
    cards: Mapping[people.PersonId, people.Card],
    known: bool,
    dismissed: bool,
) -> AskView:
    """The view of one ask; `parts` and `cards` may be those of several. `known`: the friend had begun before."""
    mine = [part for part in parts if part.gift_id == row.gift_id]
    return AskView(
        ask_id=row.ask_id,
        gift_id=row.gift_id,
        asker=cards[row.asker_id],
        recipient=cards[row.recipient_id],
        product_id=row.product_id,
        title=row.title,
        picture_id=row.picture_id,
        fen=row.fen,
        left_fen=row.fen - row.paid_fen,
        asked_fen=row.asked_fen,
        why=row.why,
        asked_at=row.asked_at,
        collect_by=row.collect_by,
        state=state_of(row, mine),
        warning=None if known else "asked_first",
        dismissed=dismissed,
        your_parts=[AskPart(part.charge_id, part.fen, part.state) for part in mine],
    )


def state_of(row: AskRow, mine: Sequence[MyPart]) -> AskState:
    """How far it has come, as far as it concerns the friend: what becomes of a paid gift does not."""
    if row.funded:
        return "funded"
    if row.state in ENDED:
        return "over"
    return "paid_by_you" if any(part.state == "paid" for part in mine) else "open"


rows = Query(
    AskRow,
    """SELECT ask.ask_id, ask.gift_id, gift.giver_id AS asker_id, gift.recipient_id, gift.product_id, gift.title,
        gift.picture_id, gift.fen, coalesce(paid.fen, 0)::bigint AS paid_fen, ask.fen AS asked_fen, ask.why,
        ask.asked_at, gift.collect_by, gift.state, gift.funded_at IS NOT NULL AS funded
    FROM ask JOIN gift ON gift.gift_id = ask.gift_id
    LEFT JOIN LATERAL (
        SELECT sum(part.fen) AS fen FROM part WHERE part.gift_id = ask.gift_id AND part.paid_at IS NOT NULL
    ) AS paid ON true
    WHERE ask.gift_id = ANY(%(gift_ids)s) AND ask.payer_id = %(payer_id)s
    ORDER BY ask.asked_at DESC, ask.ask_id DESC""",
)
my_parts = Query(
    MyPart,
    """SELECT gift_id, charge_id, fen,
        CASE WHEN paid_at IS NOT NULL THEN 'paid' WHEN cancelled_at IS NULL THEN 'open' ELSE 'over' END AS state
    FROM part WHERE gift_id = ANY(%(gift_ids)s) AND payer_id = %(payer_id)s
    ORDER BY gift_id, charge_id""",
)
# Whether this person had given the asker something, paid for a gift of the asker's, or asked the asker, before that.
began = Query(
    bool,
    """SELECT EXISTS (
        SELECT FROM given WHERE person_id = %(person_id)s AND recipient_id = %(asker_id)s AND given_at < %(asked_at)s
        UNION ALL
        SELECT FROM co_payer WHERE person_id = %(person_id)s AND asker_id = %(asker_id)s AND paid_at < %(asked_at)s
        UNION ALL
        SELECT FROM asking WHERE person_id = %(person_id)s AND payer_id = %(asker_id)s AND asked_at < %(asked_at)s
    )""",
)
