"""The numbers of paid placement, which an operator may change without code."""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """Prices, caps and deadlines. A day of a cap is of 24 hours; days of a placement are those of the calendar of
    China."""

    fewest_fen: Count = 1_000
    """The smallest budget."""
    most_fen: Count = 10_000_000
    """The largest budget."""
    per_thousand_fen: Count = 3_000
    """What a thousand people reached cost."""
    reserve_fen: Count = 50
    """What a tap costs at least."""
    most_bid_fen: Count = 2_000
    """What a shop may offer for a tap at most."""
    most_days: Count = 30
    """For how many days a placement runs at most."""
    most_ahead_days: Count = 60
    """How far ahead its first day may be."""
    most_placements: Count = 20
    """How many placements of one shop may be under way."""
    payment_hours: Count = 72
    """How long a placement that was reviewed waits for its payment."""
    after: Annotated[int, Meta(ge=10)] = 10
    """After so many people of a page an ad stands, and only where there are so many."""
    page: Annotated[int, Meta(ge=20)] = 20
    """Pages that are asked for with fewer rows have none, so that no more than one row in ten is an ad."""
    a_day: Annotated[int, Meta(ge=1, le=10)] = 3
    """How often one person is shown the same placement in a day."""
    apart_minutes: Count = 120
    """How long it is not shown to the same person again."""
    taps_per_million: Count = 20_000
    """Of a million views, how many lead to a tap where nothing is known yet."""
    known_views: Count = 500
    """As many views as what nothing is known about weighs."""
    nearness: tuple[Count, Count, Count] = (1_000, 800, 600)
    """In thousandths: how much an ad for taps is worth within one, two and three kilometres."""
    offer_minutes: Count = 30
    """How long an offer may be seen and tapped."""
    view_millis: Count = 1_000
    """How long a row is on the screen until it counts as seen."""
    tap_millis: Count = 800
    """Whoever taps sooner after the offer is no person."""
    deeds_a_minute: Count = 60
    """Views and taps that one person may report in a minute."""
    look_seconds: Annotated[float, Meta(gt=0)] = 3.0
    """How often a server asks what has changed of the placements."""

    @property
    def payment_window(self) -> timedelta:
        return timedelta(hours=self.payment_hours)

    @property
    def apart(self) -> timedelta:
        return timedelta(minutes=self.apart_minutes)

    @property
    def offer_lasts(self) -> timedelta:
        return timedelta(minutes=self.offer_minutes)

    @property
    def view_takes(self) -> timedelta:
        return timedelta(milliseconds=self.view_millis)

    @property
    def tap_takes(self) -> timedelta:
        return timedelta(milliseconds=self.tap_millis)
