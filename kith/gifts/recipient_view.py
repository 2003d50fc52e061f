"""What the recipient sees of a gift that reached her."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from kith import mall, merchants, people
from kith.gifts.gift import Gift, GiftId, GiftState, Wrapping, reached
from kith.gifts.move import ENDED, GiftEnded, GiftNotFound, WindowOver
from kith.gifts.thanks import Note
from kith.kit.sql import Query

RecipientState = Literal[
    "offered",
    "accepted",
    "to_choose",
    "shipped",
    "in_delivery",
    "received",
    "withdrawn",
    "declined",
    "expired",
    "cancelled",
]


class ReceivedRow(Struct, frozen=True):
    """The gift, with what she chose."""

    gift_id: GiftId
    giver_id: people.PersonId
    merchant_id: merchants.MerchantId
    product_id: mall.ProductId
    sku_id: mall.SkuId
    title: str
    picture_id: str | None
    given_product_id: mall.ProductId
    given_title: str
    value_fen: int
    message: str
    wrapping: Wrapping
    state: RecipientState
    answer_by: datetime
    quietly_declined_at: datetime | None
    asked_at: datetime | None
    anonymous: bool
    opened_at: datetime | None
    order_id: mall.OrderId | None
    ship_by: datetime | None
    choose_by: datetime | None


class CoPayer(Struct, frozen=True):
    """A friend who helped its giver to pay."""

    gift_id: GiftId
    payer_id: people.PersonId


class ReceivedMove(Struct, frozen=True):
    """One move since the gift reached her."""

    gift_id: GiftId
    state: GiftState
    at: datetime


class RecipientStep(Struct, frozen=True):
    """One step of the gift."""

    state: RecipientState
    at: datetime


class RecipientView(Struct, frozen=True, kw_only=True):
    """A gift, for its recipient. `asked_at` is set when we ask her whether it came.

    `giver` is null for as long as the giver of an anonymous gift is hidden: until she opens it, and for ever if it ends
    before.

    `payers` are those who helped its giver to pay it. When `giver` is herself, she wished for it, and they gave it.

    Product, title and shop are those of what she took; `in_place_of` names what was given if that is something else.
    `late`: the shop should have sent it by now, and she may cancel it. `choose_by` is set while she has to choose
    again, because the shop has not got it.

    The giver's card and the name of the shop are as they are now, and stand here across a block too.
    """

    gift_id: GiftId
    giver: people.Card | None
    payers: list[people.Card]
    anonymous: bool
    opened_at: datetime | None
    merchant_id: merchants.MerchantId
    shop: str
    product_id: mall.ProductId
    sku_id: mall.SkuId
    title: str
    picture_id: str | None
    in_place_of: str | None
    message: str
    wrapping: Wrapping
    state: RecipientState
    answer_by: datetime
    choose_by: datetime | None
    late: bool
    asked_at: datetime | None
    thanks: Note | None
    steps: list[RecipientStep]


class Choice(Struct, frozen=True):
    """A variant of the price of the gift."""

    sku_id: mall.SkuId
    options: dict[str, str]
    available: bool


class ReceivedGift(RecipientView, frozen=True, kw_only=True):
    """A gift that the recipient opens: also whether she blocked its shop, what she can choose, and the parcel.

    `value_fen` is null unless she can choose: up to so much something else may cost.
    """

    shop_blocked: bool
    value_fen: int | None
    choices: list[Choice]
    ship_by: datetime | None
    parcel: mall.Parcel | None


def shows(gift: Gift, now: datetime) -> bool:
    """Whether what happens to the gift now is hers to see."""
    return reached(gift, now) and gift.quietly_declined_at is None


def hidden(row: ReceivedRow) -> bool:
    """Whether she must not know yet who gave and who paid."""
    return row.anonymous and row.opened_at is None


def may_open(gift: Gift, now: datetime) -> None:
    """She opens a gift that is there and has not ended. Raises `GiftNotFound`, `GiftEnded`, `WindowOver`."""
    if not reached(gift, now):
        raise GiftNotFound
    if gift.state in ENDED or gift.quietly_declined_at:
        raise GiftEnded
    if gift.state == "offered" and gift.answer_by and now >= gift.answer_by:
        raise WindowOver


def view(
    row: ReceivedRow,
    moves: Sequence[ReceivedMove],
    payers: Sequence[CoPayer],
    notes: Mapping[GiftId, Note],
    *,
    cards: Mapping[people.PersonId, people.Card],
    shops: Mapping[merchants.MerchantId, str],
    now: datetime,
) -> RecipientView:
    """The view of one gift; everything but `row` may be that of several.

    What came after her quiet decline is not hers to see.
    """
    steps = [
        RecipientStep(state, move.at)
        for move in moves
        if move.gift_id == row.gift_id
        and (state := _shown(move.state))
        and not (row.quietly_declined_at and state != "offered")
    ]
    if row.quietly_declined_at:
        steps.append(RecipientStep("declined", row.quietly_declined_at))
    return RecipientView(
        gift_id=row.gift_id,
        giver=None if hidden(row) else cards[row.giver_id],
        anonymous=row.anonymous,
        opened_at=row.opened_at,
        payers=[] if hidden(row) else [cards[one.payer_id] for one in payers if one.gift_id == row.gift_id],
        merchant_id=row.merchant_id,
        shop=shops[row.merchant_id],
        product_id=row.product_id,
        sku_id=row.sku_id,
        title=row.title,
        picture_id=row.picture_id,
        in_place_of=row.given_title if row.product_id != row.given_product_id else None,
        message=row.message,
        wrapping=row.wrapping,
        state=steps[-1].state,
        answer_by=row.answer_by,
        choose_by=row.choose_by if row.state == "to_choose" else None,
        late=row.state == "accepted" and row.ship_by is not None and row.ship_by <= now,
        asked_at=row.asked_at,
        thanks=notes.get(row.gift_id),
        steps=steps,
    )


def opened(
    row: ReceivedRow,
    closed: RecipientView,
    *,
    shop_blocked: bool,
    variants: Sequence[mall.Variant],
    ship_by: datetime | None,
    parcel: mall.Parcel | None,
) -> ReceivedGift:
    """The view of one gift, `closed`, with all that belongs to it."""
    return ReceivedGift(
        **{name: getattr(closed, name) for name in RecipientView.__struct_fields__},
        shop_blocked=shop_blocked,
        value_fen=row.value_fen if can_choose(row) else None,
        choices=choices(row, variants),
        ship_by=ship_by,
        parcel=parcel,
    )


def can_choose(row: ReceivedRow) -> bool:
    """Whether the gift waits for her answer, or for another choice."""
    return row.state == "to_choose" or (row.state == "offered" and not row.quietly_declined_at)


def choices(row: ReceivedRow, variants: Sequence[mall.Variant]) -> list[Choice]:
    """What she can choose of this product while she can choose; the gift's own unit is hers until she took another."""
    if not can_choose(row):
        return []
    return [
        Choice(variant.sku_id, variant.options, _available(row, variant))
        for variant in variants
        if variant.fen == row.value_fen
    ]


def _available(row: ReceivedRow, variant: mall.Variant) -> bool:
    if variant.sku_id == row.sku_id:
        return row.state == "offered"
    return variant.available > 0


def _shown(state: GiftState) -> RecipientState | None:
    return None if state in ("planned", "unpaid", "collecting", "cooling", "scheduled", "lapsed") else state


rows = Query(
    ReceivedRow,
    """SELECT gift.gift_id, gift.giver_id, COALESCE(acceptance.merchant_id, gift.merchant_id) AS merchant_id,
        COALESCE(acceptance.product_id, gift.product_id) AS product_id,
        COALESCE(acceptance.sku_id, gift.sku_id) AS sku_id, COALESCE(acceptance.title, gift.title) AS title,
        CASE WHEN acceptance.gift_id IS NULL THEN gift.picture_id ELSE acceptance.picture_id END AS picture_id,
        gift.product_id AS given_product_id, gift.title AS given_title, COALESCE(acceptance.fen, gift.fen) AS value_fen,
        gift.message, gift.wrapping, gift.state, gift.answer_by, gift.quietly_declined_at, gift.asked_at,
        gift.anonymous, gift.opened_at, acceptance.order_id, acceptance.ship_by, acceptance.choose_by
    FROM gift LEFT JOIN acceptance ON acceptance.gift_id = gift.gift_id
    WHERE gift.gift_id = ANY(%(gift_ids)s) AND gift.recipient_id = %(recipient_id)s AND gift.offered_at <= %(now)s
        AND (gift.quietly_declined_at IS NULL OR gift.quietly_declined_at >= gift.offered_at)
    ORDER BY gift.offered_at DESC, gift.gift_id DESC""",
)
moves = Query(
    ReceivedMove,
    """SELECT gift_id, state, at FROM gift_move WHERE gift_id = ANY(%(gift_ids)s) AND state <> 'unpaid'
    ORDER BY gift_id, number""",
)
payers = Query(
    CoPayer,
    """SELECT part.gift_id, part.payer_id FROM part JOIN gift ON gift.gift_id = part.gift_id
    WHERE part.gift_id = ANY(%(gift_ids)s) AND part.paid_at IS NOT NULL AND part.payer_id <> gift.giver_id
    GROUP BY part.gift_id, part.payer_id ORDER BY part.gift_id, min(part.paid_at), part.payer_id""",
)
