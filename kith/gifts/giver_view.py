"""What the giver sees of a gift, and nothing more.

The statements here are the whole of it. They read neither what the recipient chose nor where the gift goes, they do not
know that a decline can be quiet, and of the delivery they read days, each only when it is over: whoever looked often
could otherwise tell the hour.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import mall, merchants, payments, people
from kith.gifts.gift import EndReason, GiftId, WindowDays, Wrapping
from kith.gifts.giver_step import GivenMove, GiverState, GiverStep, steps
from kith.gifts.thanks import Note
from kith.kit.sql import Query


class GivenRow(Struct, frozen=True):
    """What the giver knows already, having given it."""

    gift_id: GiftId
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
    given_at: datetime
    pay_from: datetime | None
    pay_by: datetime
    cool_until: datetime | None
    send_at: datetime | None
    anonymous: bool
    answer_by: datetime | None
    collect_by: datetime | None
    end_reason: EndReason | None
    late_at: datetime | None
    returned_fen: int


class GivenPart(Struct, frozen=True):
    """One part of the price that the giver pays."""

    gift_id: GiftId
    charge_id: payments.ChargeId
    fen: int
    paid: bool
    over: bool


class PaidByFriend(Struct, frozen=True):
    """What one friend has paid."""

    gift_id: GiftId
    payer_id: people.PersonId
    fen: int


class AskSent(Struct, frozen=True):
    """That a friend was asked, and for how much; never what became of it."""

    gift_id: GiftId
    payer_id: people.PersonId
    fen: int | None


class Return(Struct, frozen=True):
    """Money on its way back, or back, to the giver's own account at the gateway through which it came."""

    gateway: str
    fen: int
    state: payments.RefundState
    wanted_at: datetime
    refunded_at: datetime | None


class GiverPart(Struct, frozen=True):
    """What the giver pays, through which charge, and what went back. What is over was not paid and no longer can be."""

    charge_id: payments.ChargeId
    fen: int
    paid: bool
    over: bool
    refunds: list[Return]


class Payer(Struct, frozen=True):
    """A friend who has paid, and how much."""

    payer: people.Card
    fen: int


class AskedFriend(Struct, frozen=True):
    """A friend who was asked to pay; `fen` is null when any part is welcome."""

    friend: people.Card
    fen: int | None


class GiverView(Struct, frozen=True, kw_only=True):
    """A gift, for its giver. `answer_by` is null until it arrived; `steps` are in order, the last is `state`.

    Planned, it is paid from `pay_from` on; `cool_until` is until when a first large gift waits, and `send_at` when it
    is meant to arrive, both null where that is not so.

    `collect_by` is null when the giver pays alone. `left_fen` is what nobody has paid yet, `payers` are the friends who
    have, `asked` those whom the giver asked: what they did with it does not show. `pay_link` says whether there is one.

    `fen` is what was given; `returned_fen` of it went back when its recipient took something of lower value. `late`: it
    should have been sent by now, and may be cancelled.

    The recipient's card and the name of the shop are as they are now, and stand here across a block too.
    """

    gift_id: GiftId
    recipient: people.Card
    shop: str
    product_id: mall.ProductId
    sku_id: mall.SkuId
    title: str
    picture_id: str | None
    fen: int
    message: str
    wrapping: Wrapping
    window_days: WindowDays
    given_at: datetime
    pay_from: datetime | None
    pay_by: datetime
    cool_until: datetime | None
    send_at: datetime | None
    anonymous: bool
    answer_by: datetime | None
    collect_by: datetime | None
    left_fen: int
    returned_fen: int
    late: bool
    end_reason: EndReason | None
    thanks: Note | None
    state: GiverState
    steps: list[GiverStep]
    parts: list[GiverPart]
    payers: list[Payer]
    asked: list[AskedFriend]
    pay_link: bool


def returns(charge_id: payments.ChargeId, refunds: Sequence[payments.RefundView]) -> list[Return]:
    """What went back of one charge; `refunds` may be of several."""
    return [
        Return(refund.gateway, refund.fen, refund.state, refund.wanted_at, refund.refunded_at)
        for refund in refunds
        if refund.charge_id == charge_id
    ]


def view(
    row: GivenRow,
    moves: Sequence[GivenMove],
    parts: Sequence[GivenPart],
    refunds: Sequence[payments.RefundView],
    notes: Mapping[GiftId, Note],
    *,
    paid: Sequence[PaidByFriend],
    asked: Sequence[AskSent],
    links: Container[UUID],
    cards: Mapping[people.PersonId, people.Card],
    shops: Mapping[merchants.MerchantId, str],
    now: datetime,
) -> GiverView:
    """The view of one gift; everything but `row` may be that of several."""
    taken = steps(row.gift_id, moves)
    mine = [part for part in parts if part.gift_id == row.gift_id]
    friends = [each for each in paid if each.gift_id == row.gift_id]
    paid_fen = sum(part.fen for part in mine if part.paid) + sum(each.fen for each in friends)
    return GiverView(
        gift_id=row.gift_id,
        recipient=cards[row.recipient_id],
        shop=shops[row.merchant_id],
        product_id=row.product_id,
        sku_id=row.sku_id,
        title=row.title,
        picture_id=row.picture_id,
        fen=row.fen,
        message=row.message,
        wrapping=row.wrapping,
        window_days=row.window_days,
        given_at=row.given_at,
        pay_from=row.pay_from,
        pay_by=row.pay_by,
        cool_until=row.cool_until,
        send_at=row.send_at,
        anonymous=row.anonymous,
        answer_by=row.answer_by,
        collect_by=row.collect_by,
        left_fen=row.fen - paid_fen,
        returned_fen=row.returned_fen,
        late=taken[-1].state == "accepted" and row.late_at is not None and row.late_at <= now,
        state=taken[-1].state,
        steps=taken,
        end_reason=row.end_reason,
        thanks=notes.get(row.gift_id),
        parts=[
            GiverPart(part.charge_id, part.fen, part.paid, part.over, returns(part.charge_id, refunds)) for part in mine
        ],
        payers=[Payer(cards[each.payer_id], each.fen) for each in friends],
        asked=[AskedFriend(cards[each.payer_id], each.fen) for each in asked if each.gift_id == row.gift_id],
        pay_link=row.gift_id in links,
    )


rows = Query(
    GivenRow,
    """SELECT gift_id, recipient_id, merchant_id, product_id, sku_id, title, picture_id, fen, message, wrapping,
        window_days, given_at, pay_from, pay_by, cool_until, send_at, anonymous,
        CASE WHEN offered_at <= %(now)s THEN answer_by END AS answer_by, collect_by, end_reason, late_at,
        (SELECT coalesce(sum(returned_fen), 0)::bigint FROM part WHERE part.gift_id = gift.gift_id) AS returned_fen
    FROM gift WHERE gift_id = ANY(%(gift_ids)s) AND giver_id = %(giver_id)s
    ORDER BY given_at DESC, gift_id DESC""",
)
moves = Query(
    GivenMove,
    """SELECT gift_move.gift_id, gift_move.state, (gift_move.at AT TIME ZONE INTERVAL '08:00')::date AS day
    FROM gift_move JOIN gift ON gift.gift_id = gift_move.gift_id
    WHERE gift_move.gift_id = ANY(%(gift_ids)s)
        AND (gift_move.state NOT IN ('shipped', 'in_delivery', 'received') OR gift_move.at < %(today_began_at)s)
        AND (gift_move.state <> 'offered' OR gift.offered_at <= %(now)s)
    ORDER BY gift_move.gift_id, gift_move.number""",
)
parts = Query(
    GivenPart,
    """SELECT gift_id, charge_id, fen, paid_at IS NOT NULL AS paid, cancelled_at IS NOT NULL AS over FROM part
    WHERE gift_id = ANY(%(gift_ids)s) AND payer_id = %(payer_id)s
    ORDER BY gift_id, charge_id""",
)
paid = Query(
    PaidByFriend,
    """SELECT part.gift_id, payer_id, sum(part.fen)::bigint AS fen
    FROM part JOIN gift ON gift.gift_id = part.gift_id
    WHERE part.gift_id = ANY(%(gift_ids)s) AND paid_at IS NOT NULL AND payer_id <> gift.giver_id
    GROUP BY part.gift_id, payer_id ORDER BY part.gift_id, min(paid_at), payer_id""",
)
# Who came over the pay link was not asked.
asked = Query(
    AskSent,
    """SELECT gift_id, payer_id, fen FROM ask WHERE gift_id = ANY(%(gift_ids)s) AND NOT by_link
    ORDER BY gift_id, ask_id""",
)
