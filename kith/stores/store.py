"""A store: how a shop shows itself to people, and its statements."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from kith import merchants
from kith.kit import geo
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.stores.hours import Hours, Opening

RESOLUTION = 11
"""Of a shop's cell: a hexagon whose edge is about 30 metres. Shops wish to be found; people stay at resolution 8."""
PICTURES = 9

PictureHex = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class StorePlace(Struct, frozen=True):
    """Where a shop is; kept to about 30 metres."""

    lat: Annotated[float, Meta(ge=-90, le=90)]
    lng: Annotated[float, Meta(ge=-180, le=180)]


class StoreForm(Struct, frozen=True):
    """What those who keep a shop say of it. All of it is public."""

    words: Annotated[str, Meta(max_length=1000)] = ""
    place: StorePlace | None = None
    hours: Hours | None = None
    picture_ids: Annotated[list[PictureHex], Meta(max_length=PICTURES)] = []


class Store(Struct, frozen=True):
    """A shop as everybody sees it. `certified`: its papers were checked and are still good."""

    merchant_id: merchants.MerchantId
    name: str
    city: str
    phone: str
    category: merchants.Category | None
    certified: bool
    suspended: bool
    words: str
    place: StorePlace | None
    hours: Hours | None
    opening: Opening | None
    picture_ids: list[str]


class Row(Struct, frozen=True):
    """The row; `hours` is JSON."""

    words: str
    cell: int | None
    hours: str | None
    picture_ids: list[str]


class ShopTalk(Struct, frozen=True):
    """My conversation with whoever owns the shop."""

    conversation_id: UUID


class ShopUnattended(Refusal):
    """Nobody answers for this shop at present."""


class ShopIsBlocked(Refusal):
    """You blocked this shop. Take that back first."""


class YourOwnShop(Refusal):
    """This is your own shop."""


NOTHING = Row("", None, None, [])


def cell_of(place: StorePlace | None) -> int | None:
    """The cell of a place, to 30 metres."""
    return None if place is None else geo.snap_finely(place.lat, place.lng, RESOLUTION)


def place_of(row: Row) -> StorePlace | None:
    """The middle of the shop's cell."""
    return None if row.cell is None else StorePlace(*(round(each, 5) for each in geo.middle(geo.Cell(row.cell))))


def hours_of(row: Row) -> Hours | None:
    """When the shop is open, if it says so."""
    return None if row.hours is None else msgspec.json.decode(row.hours, type=Hours)


of = Query(Row, "SELECT words, cell, hours, picture_ids FROM store WHERE merchant_id = %(merchant_id)s")

# Held before pictures are let go, so that two who edit come one after the other.
want = Statement("""
    INSERT INTO store (merchant_id, words, picture_ids, changed_at) VALUES (%(merchant_id)s, '', '{}', %(now)s)
    ON CONFLICT (merchant_id) DO NOTHING
""")
lock = Query(Row, "SELECT words, cell, hours, picture_ids FROM store WHERE merchant_id = %(merchant_id)s FOR UPDATE")
put = Statement("""
    UPDATE store SET words = %(words)s, cell = %(cell)s, hours = %(hours)s, picture_ids = %(picture_ids)s,
        changed_at = %(now)s, changed_by = %(by)s
    WHERE merchant_id = %(merchant_id)s
""")


def written(hours: Hours | None) -> str | None:
    """Hours as they are kept."""
    return None if hours is None else msgspec.json.encode(hours).decode()
