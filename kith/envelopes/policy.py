"""The numbers of envelopes, which an operator may change without code."""

from datetime import timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """Deadlines, limits and brakes. A day of a ceiling is one of the calendar of China."""

    payment_minutes: Count = 30
    """How long an envelope may wait for its payment."""
    open_hours: Count = 24
    """How long it may be opened; then what is left goes back to where it came from."""
    least_share_fen: Count = 1
    """The smallest share."""
    most_share_fen: Annotated[int, Meta(ge=1, le=20_000)] = 20_000
    """The largest share."""
    most_shares: Count = 100
    """How many shares an envelope has at most."""
    daily_fen: Count = 500_000
    """How much one person may send in envelopes in a day."""
    unpaid_envelopes: Count = 5
    """How many envelopes one person may have waiting for payment."""
    password_tries: Count = 5
    """How many wrong passwords one person may try on an envelope."""
    place_tries: Count = 10
    """How often one person may try from elsewhere to open an envelope that opens at a place."""
    place_steps: Annotated[int, Meta(ge=1, le=5)] = 1
    """How many rings of cells around the place of an envelope belong to it."""
    shares_seen_by: Literal["members", "takers", "nobody"] = "members"
    """Who sees, beside the sender, who took what: all who may open it, those who took a share, or nobody else."""
    new_person_fen: Count = 20_000
    """Above which sum the first money for one person waits, in a day."""
    new_person_hours: Count = 24
    """How long it waits."""
    rounds: Annotated[int, Meta(ge=3)] = 4
    """So many rounds of the same amount and count in one group, each sent by who had the least of the one before, are
    a game for money."""
    rounds_minutes: Count = 60
    """Within which time they count."""
    cool_minutes: Count = 30
    """How long nobody then sends a lucky envelope in this group."""
    even_hours: Count = 24
    """How long lucky envelopes in this group are divided evenly after that."""
    patience_minutes: Count = 15
    """How long after its deadline an envelope counts as stuck."""

    @property
    def payment_window(self) -> timedelta:
        return timedelta(minutes=self.payment_minutes)

    @property
    def opening(self) -> timedelta:
        return timedelta(hours=self.open_hours)

    @property
    def waiting(self) -> timedelta:
        return timedelta(hours=self.new_person_hours)

    @property
    def game(self) -> timedelta:
        return timedelta(minutes=self.rounds_minutes)

    @property
    def cooling(self) -> timedelta:
        return timedelta(minutes=self.cool_minutes)

    @property
    def evening(self) -> timedelta:
        return timedelta(hours=self.even_hours)

    @property
    def patience(self) -> timedelta:
        return timedelta(minutes=self.patience_minutes)
