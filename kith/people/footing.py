"""On what footing two people are with each other, asked of many pairs at once."""

from msgspec import Struct

from kith.kit.sql import Query
from kith.people.person import PersonId


class Footing(Struct, frozen=True):
    """What stands between two people."""

    one_id: PersonId
    other_id: PersonId
    friends: bool
    """They follow each other."""
    apart: bool
    """A block stands between them, or one of them is not here (any more)."""


of = Query(
    Footing,
    """
    SELECT pair.one_id, pair.other_id,
        EXISTS (SELECT FROM following WHERE person_id = pair.one_id AND following.other_id = pair.other_id)
            AND EXISTS (SELECT FROM follower WHERE person_id = pair.one_id AND follower.other_id = pair.other_id)
            AS friends,
        EXISTS (SELECT FROM block WHERE person_id = pair.one_id AND block.other_id = pair.other_id)
            OR EXISTS (SELECT FROM blocked_by WHERE person_id = pair.one_id AND blocked_by.other_id = pair.other_id)
            OR NOT EXISTS (SELECT FROM profile WHERE person_id = pair.one_id)
            OR NOT EXISTS (SELECT FROM profile WHERE person_id = pair.other_id) AS apart
    FROM unnest(%(ones)b::uuid[], %(others)b::uuid[]) AS pair (one_id, other_id)
    """,
)
