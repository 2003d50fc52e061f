"""A leaf of the diary: gifts given and received, in the order of time."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.gifts.diary import TOP, Entry, Key
from kith.gifts.gift import GiftId
from kith.gifts.giver_step import BEIJING, GiverState
from kith.gifts.giver_view import GiverView
from kith.gifts.recipient_view import RecipientState, RecipientView
from kith.gifts.thanks import Note


class Line(Struct, frozen=True, kw_only=True):
    """One gift of the diary, as its side sees it. `other` is null while the giver of an anonymous gift is hidden."""

    side: Literal["given", "received"]
    gift_id: GiftId
    other: people.Card | None
    title: str
    picture_id: str | None
    day: date
    state: GiverState | RecipientState
    thanks: Note | None


def merge(given: Sequence[Entry], received: Sequence[Entry], limit: int) -> list[Entry]:
    """The newest of both."""
    return sorted([*given, *received], key=lambda entry: (entry.since_at, entry.gift_id), reverse=True)[:limit]


def since(year: int | None) -> datetime:
    """When a year of the diary began in Beijing; without one, before everything."""
    return datetime.min.replace(tzinfo=UTC) if year is None else datetime(year, 1, 1, tzinfo=BEIJING)


def top(year: int | None) -> Key:
    """Before the newest entry of a year."""
    return TOP if year is None else (datetime(year + 1, 1, 1, tzinfo=BEIJING), UUID(int=0))


def line(entry: Entry, view: GiverView | RecipientView) -> Line:
    """The line of one gift."""
    given = isinstance(view, GiverView)
    return Line(
        side="given" if given else "received",
        gift_id=view.gift_id,
        other=view.recipient if given else view.giver,
        title=view.title,
        picture_id=view.picture_id,
        day=entry.since_at.astimezone(BEIJING).date(),
        state=view.state,
        thanks=view.thanks,
    )
