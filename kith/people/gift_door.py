"""The gift door: who may give a person gifts, up to what price, how many in seven days."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from kith.kit.sql import Query, Statement

Who = Literal["nobody", "met", "friends"]
"""`friends` follow each other; `met` are friends who have both written to each other."""


class Door(Struct, frozen=True):
    """What a person lets in. What stays outside never reaches the person."""

    who: Who
    ceiling_fen: Annotated[int, Meta(gt=0, le=100_000_000, description="price of the dearest gift, in fen")]
    per_week: Annotated[int, Meta(ge=0, le=1000, description="gifts in seven days")]


of = Query(Door, "SELECT who, ceiling_fen, per_week FROM gift_door WHERE person_id = %(person_id)s")
write = Statement(
    """
    INSERT INTO gift_door (person_id, who, ceiling_fen, per_week, changed_at)
    VALUES (%(person_id)s, %(who)s, %(ceiling_fen)s, %(per_week)s, %(now)s)
    ON CONFLICT (person_id) DO UPDATE
    SET who = excluded.who, ceiling_fen = excluded.ceiling_fen, per_week = excluded.per_week,
        changed_at = excluded.changed_at
    """
)
