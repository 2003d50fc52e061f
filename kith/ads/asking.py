"""What a shop asks for, when it wants to be shown, and whether it may."""

from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from kith import merchants, people, places
from kith.ads.ad import mask_of
from kith.ads.auction import Model
from kith.ads.placement import Placement, PlacementId
from kith.ads.policy import Policy
from kith.kit.geo import Cell
from kith.kit.refusal import Refusal

Hour = Annotated[int, Meta(ge=0, le=23)]
Line = Annotated[str, Meta(min_length=1, max_length=24, pattern=r"\S")]
Words = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]


class PlacementDiffers(Refusal):
    """A placement with this id exists already and is for something else."""


class BudgetOutOfRange(Refusal):
    """The budget is too small or too large for a placement."""


class BidOutOfRange(Refusal):
    """This is less than a tap costs here at least, or more than may be offered for one."""


class PlacementDays(Refusal):
    """A placement begins today or in the next weeks, and runs for some weeks at most."""


class TooManyPlacements(Refusal):
    """So many placements of this shop are under way that no other can begin. Wait for one to end, or stop one."""


class NewPlacement(Struct, frozen=True):
    """What the shop wishes. `bid_fen` is for taps; people reached cost what the policy says."""

    placement_id: PlacementId
    model: Model
    title: Line
    words: Words
    place: places.Position
    """Where the shop is. It becomes a cell of about 0.7 km²."""
    radius_km: Annotated[int, Meta(ge=1, le=3)]
    first_day: date
    days: Annotated[int, Meta(ge=1, le=366)]
    hours: Annotated[list[Hour], Meta(min_length=1, max_length=24)]
    """The hours of the day, in China, that begin at these."""
    fen: Annotated[int, Meta(ge=1, le=10**12)]
    bid_fen: Annotated[int, Meta(ge=1, le=10**9)] | None = None


def asked(
    new: NewPlacement,
    merchant_id: merchants.MerchantId,
    payer_id: people.PersonId,
    policy: Policy,
    now: datetime,
) -> Placement:
    """The row of it. Raises `BudgetOutOfRange`, `BidOutOfRange`, `PlacementDays`, in this order."""
    if not policy.fewest_fen <= new.fen <= policy.most_fen:
        raise BudgetOutOfRange(fewest_fen=policy.fewest_fen, most_fen=policy.most_fen)
    rate_fen = policy.per_thousand_fen
    if new.model == "taps":
        rate_fen = new.bid_fen or 0
        if not policy.reserve_fen <= rate_fen <= min(policy.most_bid_fen, new.fen):
            raise BidOutOfRange(reserve_fen=policy.reserve_fen, most_fen=min(policy.most_bid_fen, new.fen))
    today = people.day_of(now)
    if not today <= new.first_day <= today + timedelta(days=policy.most_ahead_days) or new.days > policy.most_days:
        raise PlacementDays(most_ahead_days=policy.most_ahead_days, most_days=policy.most_days)
    return Placement(
        placement_id=new.placement_id,
        merchant_id=merchant_id,
        payer_id=payer_id,
        model=new.model,
        title=new.title,
        words=new.words,
        cell=Cell(new.place.cell),
        radius_km=new.radius_km,
        first_day=new.first_day,
        days=new.days,
        hours=mask_of(new.hours),
        fen=new.fen,
        rate_fen=rate_fen,
        asked_at=now,
    )


def same(first: Placement, new: NewPlacement, merchant_id: merchants.MerchantId, payer_id: people.PersonId) -> bool:
    """True where what is there is what was asked for."""
    return (
        (first.merchant_id, first.payer_id, first.model, first.title, first.words, first.cell, first.radius_km)
        == (merchant_id, payer_id, new.model, new.title, new.words, new.place.cell, new.radius_km)
        and (first.first_day, first.days, first.hours, first.fen)
        == (new.first_day, new.days, mask_of(new.hours), new.fen)
        and (new.model == "reach" or first.rate_fen == new.bid_fen)
    )


def run_of(placement: Placement, now: datetime) -> tuple[datetime, datetime]:
    """From when until when it runs, if it is paid now: whole days, the first of which may have begun."""
    first = max(placement.first_day, people.day_of(now))
    return max(now, people.start_of(first)), people.start_of(first + timedelta(days=placement.days))
