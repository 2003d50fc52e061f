"""A wish: somebody would like these goods."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from msgspec import Struct

from kith import mall, people
from kith.kit.page import cursor
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class FriendsOnly(Refusal, status=403):
    """Only friends see what somebody wishes for: people who follow each other."""


class TooManyWishes(Refusal):
    """You wish for as many things as one can. Take back a wish first."""


class Wished(Struct, frozen=True):
    """The row of a wish."""

    product_id: mall.ProductId
    wished_at: datetime


class Wish(Struct, frozen=True):
    """A wish as friends see it. Goods that are no longer listed cannot be given."""

    goods: mall.GoodsCard
    listed: bool
    wished_at: datetime


class GoodsWishes(Struct, frozen=True):
    """Who around me wishes for these goods."""

    mine: bool
    by_friend: bool
    """Some friend of mine does; not which one."""


def lock_key(person_id: people.PersonId) -> int:
    """Under which number a person's wishes are held, so that they can be counted; 64 bits with sign."""
    return int.from_bytes(sha256(b"wishes" + person_id.bytes).digest()[:8], "big", signed=True)


def shown(rows: Sequence[Wished], goods: Mapping[mall.ProductId, mall.KnownGoods]) -> list[Wish]:
    """Wishes with their goods, in the order of the rows."""
    known = [(row, goods[row.product_id]) for row in rows if row.product_id in goods]
    return [Wish(one.card, one.listed, row.wished_at) for row, one in known]


def following(rows: Sequence[Wished], limit: int) -> str | None:
    """The cursor to the page after these rows, of which one more than `limit` was asked for."""
    if len(rows) <= limit:
        return None
    return cursor(rows[limit - 1].wished_at, rows[limit - 1].product_id)


hold = Query(str, "SELECT pg_advisory_xact_lock(%(key)s)::text")

add = Statement(
    """INSERT INTO wish (person_id, product_id, wished_at) VALUES (%(person_id)s, %(product_id)s, %(now)s)
    ON CONFLICT (person_id, product_id) DO NOTHING"""
)
take_back = Statement("DELETE FROM wish WHERE person_id = %(person_id)s AND product_id = %(product_id)s")
count_others = Query(
    int, "SELECT count(*)::int FROM wish WHERE person_id = %(person_id)s AND product_id <> %(product_id)s"
)

newest = Query(
    Wished,
    """SELECT product_id, wished_at FROM wish
    WHERE person_id = %(person_id)s AND (wished_at, product_id) < (%(after_at)s, %(after_id)s)
    ORDER BY wished_at DESC, product_id DESC LIMIT %(limit)s""",
)
by_any = Query(
    bool,
    """SELECT EXISTS (
        SELECT FROM wish WHERE person_id = ANY(%(person_ids)s::uuid[]) AND product_id = %(product_id)s
    )""",
)
forget = Statement("DELETE FROM wish WHERE person_id = %(person_id)s")
