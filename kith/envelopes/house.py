"""Envelopes of the operator: many at once, alike, paid from an account of its own, which gets back what nobody took."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import chat
from kith.envelopes import split as splits
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.split import Kind
from kith.kit import arrays, ids
from kith.kit.sql import Query, Statement


class Gift(Struct, frozen=True):
    """What each of them is, and who pays it: the account `source_id`."""

    source_id: UUID
    kind: Kind
    fen: int
    count: int
    greeting: str
    cover: str
    opens_at: datetime
    ends_at: datetime


class Drawn(Struct, frozen=True):
    """One of them, divided."""

    envelope_id: EnvelopeId
    conversation_id: chat.ConversationId
    seed: bytes
    commitment: bytes
    made: splits.Split


class Closed(Struct, frozen=True):
    """One that was closed, and what is left of it."""

    envelope_id: EnvelopeId
    conversation_id: chat.ConversationId
    rest_fen: int


class Tally(Struct, frozen=True):
    """What became of all that one account paid."""

    envelopes: int
    fen: int
    """Of all of them."""
    unended: int
    """Those that may still be opened, now or later."""
    held_fen: int
    """What is in those and not taken."""
    shares: int
    taken_fen: int
    people: int
    """Who took a share, each counted once."""


class TallyMinute(Struct, frozen=True):
    """What was taken in one minute, counted from the opening."""

    minute: int
    shares: int
    fen: int


class Outcome(Struct, frozen=True):
    """What became of one of them."""

    envelope_id: EnvelopeId
    state: str
    taken: int
    taken_fen: int


def draw(gift: Gift, envelope_id: EnvelopeId, conversation_id: chat.ConversationId) -> Drawn:
    """Divide one of them, once and for all."""
    seed, terms = ids.noise(splits.SEED_BYTES), splits.Terms(envelope_id, gift.kind, gift.fen, gift.count)
    return Drawn(envelope_id, conversation_id, seed, splits.commitment(seed, terms), splits.split(seed, terms))


def columns(drawn: Sequence[Drawn]) -> dict[str, object]:
    """The parameters of `insert` that differ. A `best` below zero stands for none."""
    return {
        "envelope_ids": arrays.uuids([one.envelope_id for one in drawn]),
        "conversation_ids": arrays.uuids([one.conversation_id for one in drawn]),
        "commitments": arrays.texts([one.commitment.hex() for one in drawn]),
        "seeds": arrays.texts([one.seed.hex() for one in drawn]),
        "shares": arrays.texts(["{" + ",".join(map(str, one.made.shares)) + "}" for one in drawn]),
        "bests": arrays.bigints([-1 if one.made.best is None else one.made.best for one in drawn]),
    }


# With its secret and its state, in the order in which rows are locked; those that there are already are left out.
insert = Query(
    UUID,
    """
    WITH drawn AS (
        SELECT envelope_id, conversation_id, decode(commitment, 'hex') AS commitment, decode(seed, 'hex') AS seed,
            shares::integer[] AS shares, nullif(best, -1)::integer AS best
        FROM unnest(
            %(envelope_ids)b::uuid[], %(conversation_ids)b::uuid[], %(commitments)b::text[], %(seeds)b::text[],
            %(shares)b::text[], %(bests)b::bigint[]
        ) AS drawn (envelope_id, conversation_id, commitment, seed, shares, best)
    ), fresh AS (
        INSERT INTO envelope (envelope_id, conversation_id, kind, fen, count, evened, greeting, cover, commitment,
            source_id, sent_at)
        SELECT envelope_id, conversation_id, %(kind)s, %(fen)s, %(count)s, false, %(greeting)s, %(cover)s, commitment,
            %(source_id)s, %(now)s
        FROM drawn ORDER BY envelope_id
        ON CONFLICT (envelope_id) DO NOTHING
        RETURNING envelope_id
    ), kept AS (
        INSERT INTO envelope_secret (envelope_id, seed, shares, best)
        SELECT envelope_id, seed, shares, best FROM drawn JOIN fresh USING (envelope_id)
    ), standing AS (
        INSERT INTO envelope_state (envelope_id, state, taken, taken_fen, opens_at, ends_at, held, due_at)
        SELECT envelope_id, 'open', 0, 0, %(opens_at)s, %(ends_at)s, false, %(ends_at)s FROM fresh
    )
    SELECT envelope_id FROM fresh
    """,
)
# Rows are locked in one order, so that nobody waits for a batch of claims in a circle.
close = Query(
    Closed,
    """
    WITH held AS (
        SELECT standing.envelope_id FROM envelope
        JOIN envelope_state AS standing ON standing.envelope_id = envelope.envelope_id
        WHERE envelope.source_id = %(source_id)s AND standing.state IN ('open', 'paused')
        ORDER BY standing.envelope_id LIMIT %(limit)s FOR NO KEY UPDATE OF standing
    ), closed AS (
        UPDATE envelope_state SET state = %(state)s, due_at = NULL, ended_at = %(now)s
        FROM held WHERE envelope_state.envelope_id = held.envelope_id AND envelope_state.state IN ('open', 'paused')
        RETURNING envelope_state.envelope_id, envelope_state.taken_fen
    )
    SELECT closed.envelope_id, envelope.conversation_id, envelope.fen - closed.taken_fen AS rest_fen
    FROM closed JOIN envelope ON envelope.envelope_id = closed.envelope_id
    """,
)
turn = Statement(
    """
    WITH held AS (
        SELECT standing.envelope_id FROM envelope
        JOIN envelope_state AS standing ON standing.envelope_id = envelope.envelope_id
        WHERE envelope.source_id = %(source_id)s AND standing.state = %(before)s
        ORDER BY standing.envelope_id FOR NO KEY UPDATE OF standing
    )
    UPDATE envelope_state SET state = %(after)s
    FROM held WHERE envelope_state.envelope_id = held.envelope_id AND envelope_state.state = %(before)s
    """
)
tally = Query(
    Tally,
    """
    SELECT count(*) AS envelopes, coalesce(sum(envelope.fen), 0)::bigint AS fen,
        count(*) FILTER (WHERE standing.state IN ('open', 'paused')) AS unended,
        coalesce(sum(envelope.fen - standing.taken_fen) FILTER (WHERE standing.state IN ('open', 'paused')), 0)::bigint
            AS held_fen,
        coalesce(sum(standing.taken), 0)::bigint AS shares, coalesce(sum(standing.taken_fen), 0)::bigint AS taken_fen,
        (
            SELECT count(DISTINCT share.person_id) FROM envelope AS one
            JOIN share ON share.envelope_id = one.envelope_id WHERE one.source_id = %(source_id)s
        ) AS people
    FROM envelope JOIN envelope_state AS standing ON standing.envelope_id = envelope.envelope_id
    WHERE envelope.source_id = %(source_id)s
    """,
)
minutes = Query(
    TallyMinute,
    """
    SELECT floor(extract(epoch FROM share.claimed_at - %(opens_at)s::timestamptz) / 60)::integer AS minute,
        count(*) AS shares, sum(share.fen)::bigint AS fen
    FROM envelope JOIN share ON share.envelope_id = envelope.envelope_id
    WHERE envelope.source_id = %(source_id)s
        AND share.claimed_at < %(opens_at)s::timestamptz + %(minutes)s * interval '1 minute'
    GROUP BY 1 ORDER BY 1
    """,
)
outcomes = Query(
    Outcome,
    """
    SELECT envelope_id, state, taken, taken_fen FROM envelope_state
    WHERE envelope_id = ANY(%(envelope_ids)b::uuid[])
    """,
)
