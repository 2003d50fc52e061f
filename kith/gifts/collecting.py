"""Collecting: while a gift collects, its giver and the friends who were asked open parts of its price and pay them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from kith import payments, people
from kith.gifts import part as parts_
from kith.gifts.gift import Gift
from kith.gifts.giving import OwnShop
from kith.gifts.part import Part
from kith.gifts.policy import Policy
from kith.kit.refusal import Refusal


class NotCollecting(Refusal):
    """Nothing is being collected for this gift now: it is paid, or the time is over."""


class PartTooLarge(Refusal):
    """That is more than can be paid now. Pay less, or wait whether what others are paying now comes free again."""


class PartTooSmall(Refusal):
    """A part is one yuan at least, unless less than that is left."""


class NewPart(Struct, frozen=True):
    """What somebody is about to pay. The client makes the id, and repeats it when it did not hear the answer."""

    charge_id: payments.ChargeId
    fen: Annotated[int, Meta(ge=1, le=100_000_000)]


class OpenedPart(Struct, frozen=True):
    """A part that its payer can pay now, through its charge, until `pay_by`."""

    charge_id: payments.ChargeId
    fen: int
    pay_by: datetime


def may_collect(gift: Gift, now: datetime) -> datetime:
    """Until when friends may pay. Raises `NotCollecting`."""
    if gift.state != "collecting" or gift.collect_by is None or now >= gift.collect_by:
        raise NotCollecting
    return gift.collect_by


def may_open(
    gift: Gift,
    parts: Sequence[Part],
    payer_id: people.PersonId,
    fen: int,
    policy: Policy,
    *,
    staff: bool,
    now: datetime,
) -> datetime:
    """Whether this person may pay `fen` now, and until when. What the same person was about to pay no longer counts.

    Paid and open parts never make up more than the price. Raises `NotCollecting`, `OwnShop` when the payer is `staff`
    of the shop, `PartTooLarge` (with what is left, and what others are paying now), `PartTooSmall`, in this order.
    """
    collect_by = may_collect(gift, now)
    if staff:
        raise OwnShop
    reserved = parts_.reserved_fen([part for part in parts if part.payer_id != payer_id])
    left = gift.fen - parts_.paid_fen(parts) - reserved
    if fen > left:
        raise PartTooLarge(left_fen=left, reserved_fen=reserved)
    if fen < min(policy.least_part_fen, left):
        raise PartTooSmall(left_fen=left)
    return min(now + policy.payment_window, collect_by)
