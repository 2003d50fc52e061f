"""Neighbours: the people of the nearby list, in its order: by distance band, then by who was active last."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from msgspec import Struct

from kith import people
from kith.kit.geo import Cell
from kith.kit.page import TOP, BadCursor
from kith.places import spot as spots
from kith.places.ring import Band
from kith.places.spot import Found, Within

_LASTS = timedelta(hours=1)


class Wanted(Struct, frozen=True):
    """Whom somebody would like to see."""

    gender: people.Gender | None = None
    min_age: int | None = None
    max_age: int | None = None
    active: Within = "3d"


class Neighbour(Struct, frozen=True):
    """Somebody nearby."""

    person: people.PersonCard
    band_km: Band | None
    """Within so many kilometres; null where the person hides the distance."""
    active: Within
    """Active in the last 15 minutes, hour, day or three days."""


class Around(Struct, frozen=True):
    """A page of them, and from which noised cell it was looked; `next` is the cursor to what follows."""

    items: list[Neighbour]
    next: str | None
    cell: Cell


class Place(Struct, frozen=True, array_like=True):
    """Where a page ends: since when and from where one looks, and the last one seen."""

    began_at: datetime
    cell: Cell
    band_km: int
    active_at: datetime
    person_id: UUID


def start(cell: Cell, now: datetime) -> Place:
    """Before the first page."""
    return Place(now, cell, 0, *TOP)


def marked(secret: people.Secret, person_id: people.PersonId, place: Place) -> str:
    """The cursor to what comes after: sealed, so that nobody learns from it or makes one to look from elsewhere."""
    return secret.seal(msgspec.json.encode(place).decode(), _owner(person_id)).hex()


def place_of(secret: people.Secret, person_id: people.PersonId, after: str, now: datetime) -> Place:
    """Where a cursor of this person's leads. Raises `BadCursor`, also after an hour."""
    try:
        opened = secret.unseal(bytes.fromhex(after), _owner(person_id))
    except (ValueError, InvalidTag) as error:
        raise BadCursor from error
    place = msgspec.json.decode(opened, type=Place)
    if place.began_at + _LASTS <= now:
        raise BadCursor
    return place


def following(place: Place, last: Found) -> Place:
    """The place after this row."""
    return Place(place.began_at, place.cell, last.band_km, last.active_at, last.person_id)


def shown(rows: Sequence[Found], cards: Mapping[people.PersonId, people.PersonCard], now: datetime) -> list[Neighbour]:
    """The rows as people see them; who is gone meanwhile is left out."""
    return [
        Neighbour(
            cards[row.person_id],
            None if row.hides_distance else cast("Band", row.band_km),
            spots.lately(row.active_at, now),
        )
        for row in rows
        if row.person_id in cards
    ]


def question(wanted: Wanted, now: datetime) -> dict[str, object]:
    """The filters as a search takes them."""
    oldest, youngest = people.born_between(wanted.min_age, wanted.max_age, now)
    genders = spots.GENDERS
    return {
        "first_gender": genders.index(wanted.gender or genders[0]),
        "last_gender": genders.index(wanted.gender or genders[-1]),
        "oldest": oldest,
        "youngest": youngest,
    }


def _owner(person_id: people.PersonId) -> bytes:
    return b"nearby" + person_id.bytes
