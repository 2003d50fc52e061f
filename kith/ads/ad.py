"""An ad: a placement as somebody sees it among the people nearby."""

from typing import Annotated

from msgspec import Meta, Struct

from kith import merchants, places
from kith.ads.board import Chosen


class Why(Struct, frozen=True):
    """Why this person sees it: all that was asked of her is how far from the shop she looks."""

    within_km: int
    """The shop wishes to be seen within so many kilometres."""
    hours: list[int]
    """And in the hours of the day that begin at these, in China."""


class Ad(Struct, frozen=True):
    """A shop's paid place in the list."""

    merchant_id: merchants.MerchantId
    shop: str
    title: str
    words: str
    within_km: int
    """The shop is within so many kilometres."""
    why: Why
    offer: str
    """With this views and taps are reported, for half an hour."""


class NearbyPage(Struct, frozen=True):
    """A page of people nearby; `next` is the `after` of the following page, null on the last."""

    items: list[places.Neighbour]
    next: str | None
    ad: Ad | None
    """Stands after the first ten people, marked as an ad."""


class Seen(Struct, frozen=True):
    """An ad was on the screen."""

    offer: str
    millis: Annotated[int, Meta(ge=0)]
    """For so long, and more than half of it."""


class Tapped(Struct, frozen=True):
    """An ad was tapped."""

    offer: str


class Views(Struct, frozen=True):
    """Ads that were on the screen."""

    views: Annotated[list[Seen], Meta(min_length=1, max_length=50)]


class Taps(Struct, frozen=True):
    """Ads that were tapped."""

    taps: Annotated[list[Tapped], Meta(min_length=1, max_length=50)]


def hours_in(mask: int) -> list[int]:
    """The hours that a mask stands for."""
    return [hour for hour in range(24) if mask >> hour & 1]


def mask_of(hours: list[int]) -> int:
    """The mask that stands for these hours."""
    return sum(1 << hour for hour in set(hours))


def ad(chosen: Chosen, token: str) -> Ad:
    """The placement as it is shown, with its signed offer."""
    live = chosen.live
    return Ad(
        merchant_id=live.merchant_id,
        shop=live.shop,
        title=live.title,
        words=live.words,
        within_km=chosen.ring_km,
        why=Why(live.radius_km, hours_in(live.hours)),
        offer=token,
    )
