"""The numbers of tasks."""

from datetime import timedelta

import msgspec


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change without touching code."""

    check_in_days: int = 7
    """Days in a row on which one checks in."""
    welcomers: int = 3
    """Members of a group who answer somebody new."""
    welcome_hours: int = 24
    """Within so many hours they do."""
    stay_days: int = 5
    """Days on which a friend who was invited is here."""
    stay_within_days: int = 14
    """Of so many days, the day of joining being the first, which does not count."""
    friends_a_month: int = 10
    """For how many friends one person is rewarded in a month in Beijing."""
    reward_most_fen: int = 20_000
    """The largest reward."""
    shown_days: int = 7
    """How long a programme that is over is still shown."""
    invited_days: int = 60
    """How long it is kept by whom somebody was invited who did not stay."""

    @property
    def welcome_within(self) -> timedelta:
        """How long after somebody's first words an answer is a welcome."""
        return timedelta(hours=self.welcome_hours)
