"""Giving: what has to be true for one person to give a certain thing to another."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

from kith import mall, payments, people
from kith.gifts.gift import Gift, GiftId, WindowDays, Wrapping
from kith.gifts.part import Part
from kith.gifts.policy import Policy
from kith.kit.refusal import Refusal

CollectDays = Annotated[int, Meta(ge=1, le=7)]
"""How long friends may pay."""


class GiftIdTaken(Refusal):
    """A gift with this id exists and is another one. Make a new id for a new gift."""


class NotToYourself(Refusal):
    """A gift goes to somebody else."""


class NotFriends(Refusal, status=403):
    """This is for people who follow each other."""


class NotForSale(Refusal):
    """This is not for sale now. Choose something else."""


class OwnShop(Refusal, status=403):
    """You work for the shop that sells this, and it would learn where your friend lives. Choose another shop."""


class DoorClosed(Refusal, status=403):
    """This person's door does not allow this gift now."""


class TooManyUnpaid(Refusal, status=429):
    """You have gifts that wait for their payment. Pay or withdraw one first."""


class NewGift(Struct, frozen=True, kw_only=True):
    """What the giver asks for. Both ids are the giver's: the same ids with the same content are the same gift.

    With `collect_days` friends may pay during so many days, and parts are opened as they do; `charge_id` is then of no
    use. Only then the recipient may be the giver, who wishes for something.
    """

    gift_id: GiftId
    charge_id: payments.ChargeId
    recipient_id: people.PersonId
    sku_id: mall.SkuId
    message: Annotated[
        str, Meta(max_length=500, pattern=r"^[^\x00]*$", description="words that come with the gift")
    ] = ""
    wrapping: Wrapping = "none"
    window_days: WindowDays = 3
    collect_days: CollectDays | None = None
    send_at: (
        Annotated[datetime, Meta(tz=True, description="when it is to arrive, a whole minute; left out for at once")]
        | None
    ) = None
    pay: Annotated[
        Literal["now", "then"], Meta(description="then: the charge is opened when the gift's day is near")
    ] = "now"
    anonymous: Annotated[bool, Meta(description="who gives is hidden until the recipient opens the gift")] = False


SHUT = people.Door("nobody", 1, 0)
"""The door of somebody whose door is none of the giver's business."""


class Standing(Struct, frozen=True, kw_only=True):
    """What a giver, a recipient and a shop are to each other at the moment of giving."""

    friends: bool
    """They follow each other and neither blocked the other."""
    listed: bool
    staff: bool
    """The giver owns or works for the selling shop."""
    door: people.Door
    met: bool
    reaching: int
    """Gifts that reach the recipient within a week of this one, before or after it."""
    unpaid: int
    """Gifts of the giver that wait for their payment."""


def may_give(gift: Gift, standing: Standing, policy: Policy) -> None:
    """Raises `NotToYourself`, `NotFriends`, `NotForSale`, `OwnShop`, `DoorClosed`, `TooManyUnpaid`, in this order.

    The door gives one answer for all its reasons, and a stranger gets the answer of somebody blocked. Who wishes for
    something, and has friends pay for it, is neither stranger nor at a door.
    """
    if gift.wished and gift.collect_by is None:
        raise NotToYourself
    if not gift.wished and not standing.friends:
        raise NotFriends
    if not standing.listed:
        raise NotForSale
    if standing.staff:
        raise OwnShop
    if not gift.wished and not through(standing.door, fen=gift.fen, met=standing.met, reaching=standing.reaching):
        raise DoorClosed
    if standing.unpaid >= policy.unpaid_gifts:
        raise TooManyUnpaid


def through(door: people.Door, *, fen: int, met: bool, reaching: int) -> bool:
    """Whether the recipient's gift door lets one more gift of this price in."""
    welcome = door.who == "friends" or (door.who == "met" and met)
    return welcome and fen <= door.ceiling_fen and reaching < door.per_week


def week_around(arrival: datetime) -> dict[str, datetime]:
    """Between which moments gifts count at the door: in no seven days may there be more than it allows."""
    return {"since_at": arrival - timedelta(days=7), "until_at": arrival + timedelta(days=7)}


def same_gift(gift: Gift, parts: Sequence[Part], asked: NewGift, giver_id: people.PersonId) -> bool:
    """Whether `asked` is the deed that made `gift`; what price and title became meanwhile does not matter."""
    made = (gift.giver_id, gift.recipient_id, gift.sku_id, gift.message, gift.wrapping, gift.window_days)
    wanted = (giver_id, asked.recipient_id, asked.sku_id, asked.message, asked.wrapping, asked.window_days)
    manner = (gift.send_at, gift.pay_from is not None, gift.anonymous)
    wished = (asked.send_at, asked.pay == "then", asked.anonymous)
    if asked.collect_days is not None:
        same_payment = gift.collect_by == gift.given_at + timedelta(days=asked.collect_days)
    else:
        same_payment = asked.charge_id in [gift.charge_id, *(part.charge_id for part in parts)]
    return made == wanted and manner == wished and same_payment


def subject(gift: Gift) -> str:
    """What the payer reads at the cashier: neither names nor the message."""
    return gift.title[:128]
