"""The numbers of push, which an operator may change without code."""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]
Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["23:00"])]


class Policy(Struct, frozen=True):
    """Who counts as here, how long a push is tried, and the quiet hours of who has chosen none."""

    subscriptions: Count = 20
    """On how many devices one person may be pushed."""
    event_seconds: Annotated[int, Meta(ge=0)] = 3
    """How long an event waits to be seen live."""
    look_seconds: Annotated[float, Meta(gt=0)] = 2.0
    """How often a server looks who is here; real time."""
    refresh_seconds: Count = 20
    """How often it says so of somebody who stays."""
    here_seconds: Count = 60
    """Whom a server has not named for so long is not here: the server has died."""
    again_seconds: Count = 5
    """When to look again for somebody of whom it is not clear."""
    retry_seconds: Count = 30
    """After the first failure; twice as long after each further one."""
    retry_most_seconds: Count = 3_600
    """The longest wait between two tries, whatever the service asks for."""
    quiet_from: Clock = "23:00"
    quiet_until: Clock = "08:00"
    zone: str = "Asia/Shanghai"
    """The time zone of who has told none."""

    @property
    def event_delay(self) -> timedelta:
        """`event_seconds` as a span."""
        return timedelta(seconds=self.event_seconds)

    @property
    def refresh(self) -> timedelta:
        """`refresh_seconds` as a span."""
        return timedelta(seconds=self.refresh_seconds)

    @property
    def here(self) -> timedelta:
        """`here_seconds` as a span."""
        return timedelta(seconds=self.here_seconds)

    @property
    def again(self) -> timedelta:
        """`again_seconds` as a span."""
        return timedelta(seconds=self.again_seconds)
