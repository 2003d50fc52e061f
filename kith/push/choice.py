"""What a person wants to be pushed, and when not."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from kith import notices, people
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.push.policy import Clock, Policy

Kind = Literal["message", "greeting", "summary"] | notices.Kind
"""What a push is about: what is unread in a conversation, an event, or several things that quiet hours held back."""

Topic = Literal["messages", "greetings", "groups", "gifts", "given", "payments", "people", "shop"]
"""What can be switched off."""

TOPICS: Mapping[Kind, Topic] = {
    "message": "messages",
    "greeting": "greetings",
    "group": "groups",
    "gift_received": "gifts",
    "gift_reminder": "gifts",
    "gift_given": "given",
    "charge": "payments",
    "ask": "payments",
    "paid_gift": "payments",
    "wallet": "payments",
    "follow": "people",
    "shop_order": "shop",
    "envelope_sent": "payments",
    "shop_pass": "shop",
    "task": "people",
}

_DAY, _HALF_DAY = timedelta(days=1), timedelta(hours=12)
LASTS: Mapping[Kind, timedelta] = {
    "message": _DAY,
    "greeting": _DAY,
    "group": _DAY,
    "gift_received": 2 * _DAY,
    "gift_reminder": _HALF_DAY,
    "gift_given": 2 * _DAY,
    "charge": _HALF_DAY,
    "ask": _DAY,
    "paid_gift": _DAY,
    "wallet": _DAY,
    "follow": _DAY,
    "shop_order": _DAY,
    "envelope_sent": _DAY,
    "shop_pass": 2 * _DAY,
    "task": _DAY,
    "summary": _HALF_DAY,
}
"""For how long each is worth something."""

PRESSING: frozenset[Kind] = frozenset({"message", "greeting", "gift_received", "gift_reminder", "ask", "shop_order"})
"""What is worth waking a device for that saves its battery."""


class ZoneUnknown(Refusal):
    """Kith does not know this time zone. Choose one such as Asia/Shanghai."""


class Quiet(Struct, frozen=True):
    """Hours in which nothing is pushed. What happens in them is told at their end, several things as one."""

    on: bool
    begins: Clock
    ends: Clock
    """May be on the next day; where both are the same, nothing is quiet."""
    zone: Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9_+\-/]+$", examples=["Asia/Shanghai"])]


class Choices(Struct, frozen=True):
    """What I want to be pushed: everything that is not switched off, outside of quiet hours."""

    off: Annotated[list[Topic], Meta(max_length=len(get_args(Topic)))]
    quiet: Quiet


class Row(Struct, frozen=True):
    """Somebody's choices as they are kept."""

    person_id: people.PersonId
    off: list[Topic]
    quiet: bool
    quiet_from: int
    quiet_until: int
    zone: str


def check_zone(name: str) -> None:
    """Raises `ZoneUnknown`."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise ZoneUnknown from error


def minutes(clock: str) -> int:
    """After midnight."""
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


def chosen(row: Row | None, policy: Policy) -> Choices:
    """What a row says, or what holds for who has chosen nothing."""
    if row is None:
        return Choices([], Quiet(True, policy.quiet_from, policy.quiet_until, policy.zone))
    return Choices(row.off, Quiet(row.quiet, _clock(row.quiet_from), _clock(row.quiet_until), row.zone))


def _clock(after_midnight: int) -> str:
    return f"{after_midnight // 60:02}:{after_midnight % 60:02}"


of = Query(
    Row,
    """
    SELECT person_id, off, quiet, quiet_from, quiet_until, zone FROM push_choice
    WHERE person_id = ANY(%(person_ids)s::uuid[])
    """,
)
put = Statement(
    """
    INSERT INTO push_choice (person_id, off, quiet, quiet_from, quiet_until, zone)
    VALUES (%(person_id)s, %(off)s, %(quiet)s, %(quiet_from)s, %(quiet_until)s, %(zone)s)
    ON CONFLICT (person_id) DO UPDATE
    SET off = excluded.off, quiet = excluded.quiet, quiet_from = excluded.quiet_from,
        quiet_until = excluded.quiet_until, zone = excluded.zone
    """
)
# The quiet hours of who has not chosen any are those of where they are.
begin = Statement(
    """
    INSERT INTO push_choice (person_id, off, quiet, quiet_from, quiet_until, zone)
    VALUES (%(person_id)s, '{}', true, %(quiet_from)s, %(quiet_until)s, %(zone)s)
    ON CONFLICT (person_id) DO NOTHING
    """
)
forget = Statement("DELETE FROM push_choice WHERE person_id = %(person_id)s")
