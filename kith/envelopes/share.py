"""A share that somebody took, and what a person sent and received."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from kith import people
from kith.envelopes.envelope import EnvelopeId
from kith.kit.sql import Query, Statement

Side = Literal["sent", "received"]


class Share(Struct, frozen=True):
    """The row of a share."""

    envelope_id: EnvelopeId
    person_id: people.PersonId
    place: int
    fen: int
    device_id: people.DeviceId | None
    claimed_at: datetime


class Line(Struct, frozen=True):
    """An envelope that a person sent, or of which a person took a share."""

    envelope_id: EnvelopeId
    happened_at: datetime
    fen: int


class Sum(Struct, frozen=True):
    """How many envelopes a person sent or opened in a span of time, and how much was in them."""

    side: Side
    envelopes: int
    fen: int


page = Query(
    Share,
    """
    SELECT envelope_id, person_id, place, fen, device_id, claimed_at
    FROM share WHERE envelope_id = %(envelope_id)s AND place > %(after)s ORDER BY place LIMIT %(limit)s
    """,
)
of_person = Query(
    Share,
    """
    SELECT envelope_id, person_id, place, fen, device_id, claimed_at
    FROM share WHERE envelope_id = ANY(%(envelope_ids)b::uuid[]) AND person_id = %(person_id)s
    """,
)
at_places = Query(
    Share,
    """
    SELECT share.envelope_id, person_id, share.place, fen, device_id, claimed_at
    FROM unnest(%(envelope_ids)b::uuid[], %(places)b::bigint[]) AS asked (envelope_id, place)
    JOIN share ON share.envelope_id = asked.envelope_id AND share.place = asked.place
    """,
)
note = Statement(
    """
    INSERT INTO envelope_of (person_id, side, happened_at, envelope_id, fen)
    VALUES (%(person_id)s, %(side)s, %(now)s, %(envelope_id)s, %(fen)s)
    """
)
newest = Query(
    Line,
    """
    SELECT envelope_id, happened_at, fen FROM envelope_of
    WHERE person_id = %(person_id)s AND side = %(side)s
        AND (happened_at, envelope_id) < (%(after_at)s, %(after_id)s::uuid)
        AND happened_at >= %(since)s AND happened_at < %(until)s
    ORDER BY happened_at DESC, envelope_id DESC LIMIT %(limit)s
    """,
)
sums = Query(
    Sum,
    """
    SELECT side, count(*) AS envelopes, sum(fen)::bigint AS fen FROM envelope_of
    WHERE person_id = %(person_id)s AND happened_at >= %(since)s AND happened_at < %(until)s
    GROUP BY side ORDER BY side
    """,
)
forget = Statement("DELETE FROM envelope_of WHERE person_id = %(person_id)s")
forget_devices = Statement(
    """
    UPDATE share SET device_id = NULL FROM envelope_of
    WHERE envelope_of.person_id = %(person_id)s AND envelope_of.side = 'received'
        AND share.envelope_id = envelope_of.envelope_id AND share.person_id = envelope_of.person_id
    """
)
