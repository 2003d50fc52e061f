"""Brakes: what looks like a game for money, money for somebody new, two accounts of one device. Each leaves a trace.

A game: in one group, round after round of the same amount and count, each sent by who had the least of the round
before.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith import chat, people
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.policy import Policy
from kith.kit import arrays, ids
from kith.kit.sql import Query, Statement

BrakeKind = Literal["game", "linked", "new_person", "daily"]


class Brake(Struct, frozen=True):
    """A brake that was pulled: where, for which envelope, for whom."""

    brake_id: UUID
    conversation_id: chat.ConversationId
    kind: BrakeKind
    envelope_id: EnvelopeId | None
    person_id: people.PersonId | None
    pulled_at: datetime
    cools_until: datetime | None = None
    evens_until: datetime | None = None


class Round(Struct, frozen=True):
    """A lucky envelope that was emptied, and who had the least of it."""

    envelope_id: EnvelopeId
    sender_id: people.PersonId
    loser_id: people.PersonId
    fen: int
    count: int


class Held(Struct, frozen=True):
    """Until when brakes on a group hold."""

    cools_until: datetime | None
    evens_until: datetime | None


class Given(Struct, frozen=True):
    """What somebody gave to one person lately, and whether there was anything before."""

    fen: int
    known: bool


def is_game(rounds: Sequence[Round], sender_id: people.PersonId, fen: int, count: int, policy: Policy) -> bool:
    """Whether sending this would go on with a game; `rounds` of the group, the newest first.

    The sender lost the newest, whoever sent that one lost the one before it, and so on, all of the same amount and
    count. With one share somebody always has the least: that is no game.
    """
    next_sender = sender_id
    lost = 0
    for one in rounds:
        if (one.fen, one.count, one.loser_id) != (fen, count, next_sender):
            break
        next_sender = one.sender_id
        lost += 1
    return count > 1 and lost >= policy.rounds - 1


def waits(given: Given, fen: int, policy: Policy) -> bool:
    """Whether this much money waits, for one to whom the sender gave `given` before."""
    return not given.known and given.fen + fen > policy.new_person_fen


def daily(conversation_id: chat.ConversationId, person_id: people.PersonId, now: datetime) -> Brake:
    """Somebody wanted to send more than one may in a day; one row a day."""
    brake_id = ids.derived(person_id, f"over the ceiling on {people.day_of(now)}")
    return Brake(brake_id, conversation_id, "daily", None, person_id, now)


def columns(pulled: Sequence[Brake]) -> dict[str, object]:
    """The parameters of `pull`."""
    return {
        "brake_ids": arrays.uuids([one.brake_id for one in pulled]),
        "conversation_ids": arrays.uuids([one.conversation_id for one in pulled]),
        "kinds": arrays.texts([one.kind for one in pulled]),
        "envelope_ids": arrays.uuids([one.envelope_id for one in pulled]),
        "person_ids": arrays.uuids([one.person_id for one in pulled]),
        "pulled_ats": arrays.moments([one.pulled_at for one in pulled]),
        "cools": arrays.moments([one.cools_until for one in pulled]),
        "evens": arrays.moments([one.evens_until for one in pulled]),
    }


pull = Statement(
    """
    INSERT INTO envelope_brake (brake_id, conversation_id, kind, envelope_id, person_id, pulled_at, cools_until,
        evens_until)
    SELECT brake_id, conversation_id, kind, envelope_id, person_id, pulled_at, cools_until, evens_until
    FROM unnest(
        %(brake_ids)b::uuid[], %(conversation_ids)b::uuid[], %(kinds)b::text[], %(envelope_ids)b::uuid[],
        %(person_ids)b::uuid[], %(pulled_ats)b::timestamptz[], %(cools)b::timestamptz[], %(evens)b::timestamptz[]
    ) AS pulled (brake_id, conversation_id, kind, envelope_id, person_id, pulled_at, cools_until, evens_until)
    ON CONFLICT (conversation_id, brake_id) DO NOTHING
    """
)
held = Query(
    Held,
    """
    SELECT max(cools_until) AS cools_until, max(evens_until) AS evens_until
    FROM envelope_brake WHERE conversation_id = %(conversation_id)s AND kind = 'game'
    """,
)
newest = Query(
    Brake,
    """
    SELECT brake_id, conversation_id, kind, envelope_id, person_id, pulled_at, cools_until, evens_until
    FROM envelope_brake WHERE pulled_at >= %(since)s ORDER BY pulled_at DESC, brake_id DESC LIMIT %(limit)s
    """,
)
# Of several who had the least, the last: who opened before them knew no better.
rounds = Query(
    Round,
    """
    SELECT envelope.envelope_id, envelope.sender_id, least.person_id AS loser_id, envelope.fen, envelope.count
    FROM envelope
    JOIN envelope_state AS standing ON standing.envelope_id = envelope.envelope_id
    CROSS JOIN LATERAL (
        SELECT share.person_id FROM share WHERE share.envelope_id = envelope.envelope_id
        ORDER BY share.fen, share.place DESC LIMIT 1
    ) AS least
    WHERE envelope.conversation_id = %(conversation_id)s AND envelope.sent_at >= %(since)s
        AND envelope.kind = 'lucky' AND envelope.sender_id IS NOT NULL AND standing.state = 'emptied'
    ORDER BY envelope.sent_at DESC LIMIT %(limit)s
    """,
)
given = Query(
    Given,
    """
    SELECT coalesce(sum(envelope.fen) FILTER (WHERE envelope.sent_at >= %(since)s), 0)::bigint AS fen,
        coalesce(bool_or(envelope.sent_at < %(since)s), false) AS known
    FROM envelope JOIN envelope_state AS standing ON standing.envelope_id = envelope.envelope_id
    WHERE envelope.sender_id = %(sender_id)s AND envelope.to_id = %(to_id)s
        AND standing.opens_at IS NOT NULL AND standing.envelope_id <> %(envelope_id)s
    """,
)
forget_person = Statement("DELETE FROM envelope_brake WHERE person_id = %(person_id)s")
