"""What a friend sees of a gift that somebody else gave, or wished for, and that this friend helped to pay."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from kith import mall, payments, people
from kith.gifts import giver_step as giver_steps
from kith.gifts import giver_view as givers
from kith.gifts.ask_view import MyPart
from kith.gifts.gift import GiftId
from kith.gifts.giver_step import GivenMove, GiverState, GiverStep
from kith.gifts.giver_view import Return
from kith.gifts.part import PartState
from kith.gifts.thanks import Note
from kith.kit.sql import Query


class PaidRow(Struct, frozen=True):
    """The gift, as far as it is the friend's to know."""

    gift_id: GiftId
    asker_id: people.PersonId
    recipient_id: people.PersonId
    product_id: mall.ProductId
    title: str
    picture_id: str | None
    fen: int
    collect_by: datetime


class PayerPart(Struct, frozen=True):
    """What the friend put in, or was about to, through which charge, and what went back."""

    charge_id: payments.ChargeId
    fen: int
    state: PartState
    refunds: list[Return]


class PayerView(Struct, frozen=True, kw_only=True):
    """A gift, for a friend who helped to pay it: its steps are those that its giver sees.

    `recipient` is `asker` when it was the asker's own wish.
    """

    gift_id: GiftId
    asker: people.Card
    recipient: people.Card
    product_id: mall.ProductId
    title: str
    picture_id: str | None
    fen: int
    collect_by: datetime
    state: GiverState
    steps: list[GiverStep]
    thanks: Note | None
    parts: list[PayerPart]


def view(
    row: PaidRow,
    moves: Sequence[GivenMove],
    parts: Sequence[MyPart],
    refunds: Sequence[payments.RefundView],
    notes: Mapping[GiftId, Note],
    *,
    cards: Mapping[people.PersonId, people.Card],
) -> PayerView:
    """The view of one gift; everything but `row` may be that of several."""
    steps = giver_steps.steps(row.gift_id, moves)
    return PayerView(
        gift_id=row.gift_id,
        asker=cards[row.asker_id],
        recipient=cards[row.recipient_id],
        product_id=row.product_id,
        title=row.title,
        picture_id=row.picture_id,
        fen=row.fen,
        collect_by=row.collect_by,
        state=steps[-1].state,
        steps=steps,
        thanks=notes.get(row.gift_id),
        parts=[
            PayerPart(part.charge_id, part.fen, part.state, givers.returns(part.charge_id, refunds))
            for part in parts
            if part.gift_id == row.gift_id
        ],
    )


rows = Query(
    PaidRow,
    """SELECT gift_id, giver_id AS asker_id, recipient_id, product_id, title, picture_id, fen, collect_by
    FROM gift WHERE gift_id = ANY(%(gift_ids)s) AND EXISTS (
        SELECT FROM part WHERE part.gift_id = gift.gift_id AND part.payer_id = %(payer_id)s AND paid_at IS NOT NULL
    ) AND giver_id <> %(payer_id)s""",
)
