"""The numbers of gifts, which an operator may change without code."""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """Deadlines and limits. A day is 24 hours."""

    payment_minutes: Count = 30
    """How long a gift may wait for its payment, its stock reserved."""
    unpaid_gifts: Count = 3
    """How many gifts one person may have waiting for payment."""
    least_part_fen: Count = 100
    """The smallest part of a price that friends may pay, unless less is left."""
    asks_a_day: Count = 3
    """How many friends one person may ask to pay in 24 hours."""
    ask_again_days: Count = 30
    """How long a friend who was asked cannot be asked again by the same person."""
    ahead_days: Count = 366
    """How far ahead a gift may be sent."""
    prepare_minutes: Count = 30
    """How long before its hour, at most, a gift that is sent then is made ready; the gifts of one hour are spread."""
    stranger_fen: Count = 50_000
    """Above which price the first gift between two people waits before it is offered."""
    cooling_hours: Count = 24
    """How long it waits."""
    weekly_fen: Count = 500_000
    """How much one person may pay for gifts in seven days."""
    late_hours: Count = 48
    """How long after its promise a shop may still ship before the gift is cancelled."""
    choose_days: Count = 3
    """How long the recipient may choose again when the shop has not what she took."""
    hush_days: Count = 14
    """How long the last unit of what was given is kept back when she took something else: seen again in the shop, it
    would tell the giver."""
    silent_days: Count = 15
    """How long a parcel may be silent before the recipient is asked whether it came."""
    assume_days: Count = 7
    """How long after the question the gift counts as received."""
    settle_days: Count = 7
    """How long after receipt the shop is paid."""
    key_days: Count = 30
    """How long after receipt the key of the address is destroyed."""
    saved_addresses: Count = 20
    """How many addresses one person may keep."""
    patience_minutes: Count = 15
    """How long after its deadline a gift counts as stuck."""

    @property
    def payment_window(self) -> timedelta:
        return timedelta(minutes=self.payment_minutes)

    @property
    def horizon(self) -> timedelta:
        return timedelta(days=self.ahead_days)

    @property
    def preparation(self) -> timedelta:
        return timedelta(minutes=self.prepare_minutes)

    @property
    def cooling(self) -> timedelta:
        return timedelta(hours=self.cooling_hours)

    @property
    def lateness(self) -> timedelta:
        return timedelta(hours=self.late_hours)

    @property
    def choosing(self) -> timedelta:
        return timedelta(days=self.choose_days)

    @property
    def hush(self) -> timedelta:
        return timedelta(days=self.hush_days)

    @property
    def silence(self) -> timedelta:
        return timedelta(days=self.silent_days)

    @property
    def assumption(self) -> timedelta:
        return timedelta(days=self.assume_days)

    @property
    def settlement(self) -> timedelta:
        return timedelta(days=self.settle_days)

    @property
    def key_life(self) -> timedelta:
        return timedelta(days=self.key_days)

    @property
    def patience(self) -> timedelta:
        return timedelta(minutes=self.patience_minutes)
