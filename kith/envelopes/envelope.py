"""An envelope: what it is, what becomes of it, and the statements for both.

`envelope` is as it was sent. `envelope_state` is written by every share that is taken: whoever changes anything of an
envelope holds its row.
"""

from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

from msgspec import Struct

from kith import chat, payments, people
from kith.envelopes.split import Kind, Terms
from kith.kit import ids
from kith.kit.geo import Cell
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

EnvelopeId = NewType("EnvelopeId", UUID)
State = Literal["unpaid", "lapsed", "open", "paused", "emptied", "expired", "stopped"]
"""`paused`: held up by the operator, whose it is. `stopped`: ended before its time, because whoever sent it left or, of
the operator's, took it back."""

OPERATOR = people.PersonId(UUID(int=0))
"""In whose name the cards of the operator's envelopes stand."""

ENDED: tuple[State, ...] = ("emptied", "expired", "stopped")


class EnvelopeNotFound(Refusal, status=404):
    """There is no such envelope in your conversations."""


class Envelope(Struct, frozen=True):
    """The row of an envelope as it was sent."""

    envelope_id: EnvelopeId
    conversation_id: chat.ConversationId
    sender_id: people.PersonId | None
    """None where the operator sent it."""
    device_id: people.DeviceId | None
    kind: Kind
    fen: int
    count: int
    to_id: people.PersonId | None
    """The only person who may open it: for whom it is, or the other one of a pair."""
    evened: bool
    greeting: str
    cover: str
    password_hash: bytes | None
    cell: Cell | None
    commitment: bytes
    charge_id: payments.ChargeId | None
    source_id: UUID | None
    """The account from which the operator paid it."""
    sent_at: datetime

    @property
    def terms(self) -> Terms:
        """What is divided."""
        return Terms(self.envelope_id, self.kind, self.fen, self.count)

    @property
    def pair(self) -> tuple[people.PersonId, people.PersonId] | None:
        """The two of a pair in whose conversation it is."""
        if self.sender_id and self.to_id and chat.pair_id(self.sender_id, self.to_id) == self.conversation_id:
            return self.sender_id, self.to_id
        return None


class Standing(Struct, frozen=True):
    """What has become of an envelope."""

    envelope_id: EnvelopeId
    state: State
    taken: int
    taken_fen: int
    opens_at: datetime | None
    ends_at: datetime | None
    held: bool
    due_at: datetime | None
    ended_at: datetime | None


class SecretRow(Struct, frozen=True):
    """How an envelope is divided."""

    envelope_id: EnvelopeId
    seed: bytes
    shares: list[int]
    best: int | None


class Due(Struct, frozen=True):
    """An envelope with which something is to be done."""

    envelope_id: EnvelopeId
    state: State
    due_at: datetime


def charge_id_of(envelope_id: EnvelopeId) -> payments.ChargeId:
    """The charge that asks the sender for the money."""
    return payments.ChargeId(ids.derived(envelope_id, "envelope charge"))


by_id = Query(
    Envelope,
    """
    SELECT envelope_id, conversation_id, sender_id, device_id, kind, fen, count, to_id, evened, greeting, cover,
        password_hash, cell, commitment, charge_id, source_id, sent_at
    FROM envelope WHERE envelope_id = %(envelope_id)s
    """,
)
by_ids = Query(
    Envelope,
    """
    SELECT envelope_id, conversation_id, sender_id, device_id, kind, fen, count, to_id, evened, greeting, cover,
        password_hash, cell, commitment, charge_id, source_id, sent_at
    FROM envelope WHERE envelope_id = ANY(%(envelope_ids)b::uuid[])
    """,
)
insert = Query(
    UUID,
    """
    INSERT INTO envelope (envelope_id, conversation_id, sender_id, device_id, kind, fen, count, to_id, evened, greeting,
        cover, password_hash, cell, commitment, charge_id, source_id, sent_at)
    VALUES (%(envelope_id)s, %(conversation_id)s, %(sender_id)s, %(device_id)s, %(kind)s, %(fen)s, %(count)s, %(to_id)s,
        %(evened)s, %(greeting)s, %(cover)s, %(password_hash)s, %(cell)s, %(commitment)s, %(charge_id)s,
        %(source_id)s, %(sent_at)s)
    ON CONFLICT (envelope_id) DO NOTHING
    RETURNING envelope_id
    """,
)
keep_secret = Statement(
    """
    INSERT INTO envelope_secret (envelope_id, seed, shares, best)
    VALUES (%(envelope_id)s, %(seed)s, %(shares)s::integer[], %(best)s)
    """
)
secret_of = Query(
    SecretRow, "SELECT envelope_id, seed, shares, best FROM envelope_secret WHERE envelope_id = %(envelope_id)s"
)
secrets_of = Query(
    SecretRow,
    "SELECT envelope_id, seed, shares, best FROM envelope_secret WHERE envelope_id = ANY(%(envelope_ids)b::uuid[])",
)
wait = Statement(
    """
    INSERT INTO envelope_state (envelope_id, state, taken, taken_fen, held, due_at)
    VALUES (%(envelope_id)s, 'unpaid', 0, 0, false, %(pay_by)s)
    """
)
standing_of = Query(
    Standing,
    """
    SELECT envelope_id, state, taken, taken_fen, opens_at, ends_at, held, due_at, ended_at
    FROM envelope_state WHERE envelope_id = %(envelope_id)s
    """,
)
standings_of = Query(
    Standing,
    """
    SELECT envelope_id, state, taken, taken_fen, opens_at, ends_at, held, due_at, ended_at
    FROM envelope_state WHERE envelope_id = ANY(%(envelope_ids)b::uuid[])
    """,
)
lock = Query(
    Standing,
    """
    SELECT envelope_id, state, taken, taken_fen, opens_at, ends_at, held, due_at, ended_at
    FROM envelope_state WHERE envelope_id = %(envelope_id)s FOR NO KEY UPDATE
    """,
)
# In one order, so that two batches never wait for each other in a circle.
lock_all = Query(
    Standing,
    """
    SELECT envelope_id, state, taken, taken_fen, opens_at, ends_at, held, due_at, ended_at
    FROM envelope_state WHERE envelope_id = ANY(%(envelope_ids)b::uuid[]) ORDER BY envelope_id FOR NO KEY UPDATE
    """,
)
open_up = Statement(
    """
    UPDATE envelope_state
    SET state = 'open', opens_at = %(opens_at)s, ends_at = %(ends_at)s, due_at = %(ends_at)s, held = %(held)s
    WHERE envelope_id = %(envelope_id)s AND state = 'unpaid'
    """
)
lapse = Query(
    Standing,
    """
    UPDATE envelope_state SET state = 'lapsed', due_at = NULL, ended_at = %(now)s
    WHERE envelope_id = %(envelope_id)s AND state = 'unpaid'
    RETURNING envelope_id, state, taken, taken_fen, opens_at, ends_at, held, due_at, ended_at
    """,
)
# What closes it says what is left: a share that is taken at the same moment is in it, or finds it closed.
close = Query(
    Standing,
    """
    UPDATE envelope_state SET state = %(state)s, due_at = NULL, ended_at = %(now)s
    WHERE envelope_id = %(envelope_id)s AND state IN ('open', 'paused')
    RETURNING envelope_id, state, taken, taken_fen, opens_at, ends_at, held, due_at, ended_at
    """,
)
forget_place = Statement("UPDATE envelope SET cell = NULL WHERE envelope_id = %(envelope_id)s AND cell IS NOT NULL")
due = Query(
    Due,
    """
    SELECT envelope_id, state, due_at FROM envelope_state
    WHERE due_at IS NOT NULL AND due_at <= %(now)s AND (due_at, envelope_id) > (%(after_at)s, %(after_id)s::uuid)
    ORDER BY due_at, envelope_id LIMIT %(limit)s
    """,
)
unended_of = Query(
    UUID,
    """
    SELECT envelope.envelope_id FROM envelope
    JOIN envelope_state AS standing ON standing.envelope_id = envelope.envelope_id
    WHERE envelope.sender_id = %(sender_id)s AND standing.due_at IS NOT NULL
    ORDER BY envelope.envelope_id
    """,
)
unsay = Statement(
    """
    UPDATE envelope SET greeting = '', device_id = NULL, password_hash = NULL WHERE sender_id = %(sender_id)s
    """
)
