"""The numbers of campaigns, which an operator may change without code."""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """How activity counts, and how much is done at once."""

    days_a_member: Annotated[int, Meta(ge=1, le=60)] = 5
    """On how many days of the window one member counts at most."""
    least_writers: Count = 3
    """With fewer members who wrote, a group has no score."""
    lead_minutes: Count = 60
    """How long before the opening the envelopes begin to be prepared."""
    at_once: Annotated[int, Meta(ge=1, le=1000)] = 250
    """How many envelopes are prepared, or ended, in one transaction."""
    patience_minutes: Count = 15
    """How long after its time a campaign counts as stuck."""

    @property
    def lead(self) -> timedelta:
        return timedelta(minutes=self.lead_minutes)

    @property
    def patience(self) -> timedelta:
        return timedelta(minutes=self.patience_minutes)
