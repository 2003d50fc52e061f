"""A claim: somebody opens an envelope. What it may be refused with, and its statements."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from kith import people
from kith.envelopes.envelope import EnvelopeId, State
from kith.envelopes.share import Share
from kith.kit import arrays
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

Key = tuple[EnvelopeId, people.PersonId]


class NotForYou(Refusal, status=403):
    """This envelope is for somebody else."""


class NotOpenYet(Refusal):
    """This envelope cannot be opened yet."""


class HeldBack(Refusal):
    """This envelope opens later: so much money for somebody new waits for a day."""


class AllTaken(Refusal):
    """You are too late: all shares are taken."""


class EnvelopeOver(Refusal):
    """This envelope is over. What was left went back."""


class LinkedAccount(Refusal, status=403):
    """On this device another account has to do with this envelope already."""


class WrongPassword(Refusal, status=403):
    """That is not the password of this envelope."""


class TooManyPasswords(Refusal, status=429):
    """You have tried as many passwords on this envelope as one can."""


class NotHere(Refusal, status=403):
    """This envelope opens near where its sender was, and Kith does not find you there."""


class TooManyPlaces(Refusal, status=429):
    """You have tried to open this envelope from elsewhere as often as one can."""


class SharesHidden(Refusal, status=403):
    """Who took what of this envelope is not shown to you."""


class Claim(Struct, frozen=True):
    """Somebody opens an envelope."""

    envelope_id: EnvelopeId
    person_id: people.PersonId
    device_id: people.DeviceId | None
    password_hash: bytes | None
    claimed_at: datetime

    @property
    def key(self) -> Key:
        """Of this claim there is one answer."""
        return self.envelope_id, self.person_id


class Taken(Struct, frozen=True):
    """The share that I took; opened again, it is the same."""

    envelope_id: EnvelopeId
    fen: int
    place: int
    claimed_at: datetime


class Open(Struct, frozen=True):
    """How an envelope stands, its row locked, and the shares that come next."""

    envelope_id: EnvelopeId
    state: State
    taken: int
    taken_fen: int
    opens_at: datetime | None
    ends_at: datetime | None
    held: bool
    following: list[int]


class Try(Struct, frozen=True):
    """How often somebody has tried in vain."""

    envelope_id: EnvelopeId
    person_id: people.PersonId
    passwords: int
    places: int


def named(claims: Sequence[Claim]) -> dict[str, object]:
    """The parameters of `lock`: each envelope once, and how many want of it."""
    wanted = Counter(claim.envelope_id for claim in claims)
    return {"envelope_ids": arrays.uuids(list(wanted)), "wanted": arrays.bigints(list(wanted.values()))}


def keys(claims: Sequence[Claim]) -> dict[str, object]:
    """The parameters of `shares_of` and `tries_of`."""
    return {
        "envelope_ids": arrays.uuids([claim.envelope_id for claim in claims]),
        "person_ids": arrays.uuids([claim.person_id for claim in claims]),
    }


def devices(claims: Sequence[Claim]) -> dict[str, object]:
    """The parameters of `shares_by_device`."""
    return {
        "envelope_ids": arrays.uuids([claim.envelope_id for claim in claims]),
        "device_ids": arrays.uuids([claim.device_id for claim in claims]),
    }


def columns(taken: Sequence[Share], changed: Sequence[Open]) -> dict[str, object]:
    """The parameters of `take`."""
    return {
        "share_ids": arrays.uuids([one.envelope_id for one in taken]),
        "person_ids": arrays.uuids([one.person_id for one in taken]),
        "places": arrays.bigints([one.place for one in taken]),
        "fens": arrays.bigints([one.fen for one in taken]),
        "device_ids": arrays.uuids([one.device_id for one in taken]),
        "claimed_ats": arrays.moments([one.claimed_at for one in taken]),
        "envelope_ids": arrays.uuids([one.envelope_id for one in changed]),
        "takens": arrays.bigints([one.taken for one in changed]),
        "taken_fens": arrays.bigints([one.taken_fen for one in changed]),
        "emptied": arrays.bigints([one.state == "emptied" for one in changed]),
    }


def try_columns(tries: Sequence[Try]) -> dict[str, object]:
    """The parameters of `keep_tries`, in the order in which rows are locked."""
    order = sorted(tries, key=lambda one: (one.envelope_id, one.person_id))
    return {
        "envelope_ids": arrays.uuids([one.envelope_id for one in order]),
        "person_ids": arrays.uuids([one.person_id for one in order]),
        "passwords": arrays.bigints([one.passwords for one in order]),
        "places": arrays.bigints([one.places for one in order]),
    }


# Rows are locked in one order, so that two batches never wait for each other in a circle; what is read with a row is as
# whoever held it before left it.
lock = Query(
    Open,
    """
    SELECT standing.envelope_id, standing.state, standing.taken, standing.taken_fen, standing.opens_at,
        standing.ends_at, standing.held, secret.shares[standing.taken + 1 : standing.taken + asked.wanted] AS following
    FROM unnest(%(envelope_ids)b::uuid[], %(wanted)b::bigint[]) AS asked (envelope_id, wanted)
    JOIN envelope_state AS standing ON standing.envelope_id = asked.envelope_id
    JOIN envelope_secret AS secret ON secret.envelope_id = asked.envelope_id
    ORDER BY standing.envelope_id FOR NO KEY UPDATE OF standing
    """,
)
shares_of = Query(
    Share,
    """
    SELECT share.envelope_id, share.person_id, share.place, share.fen, share.device_id, share.claimed_at
    FROM unnest(%(envelope_ids)b::uuid[], %(person_ids)b::uuid[]) AS asked (envelope_id, person_id)
    JOIN share ON share.envelope_id = asked.envelope_id AND share.person_id = asked.person_id
    """,
)
shares_by_device = Query(
    Share,
    """
    SELECT share.envelope_id, share.person_id, share.place, share.fen, share.device_id, share.claimed_at
    FROM unnest(%(envelope_ids)b::uuid[], %(device_ids)b::uuid[]) AS asked (envelope_id, device_id)
    JOIN share ON share.envelope_id = asked.envelope_id AND share.device_id = asked.device_id
    """,
)
tries_of = Query(
    Try,
    """
    SELECT tried.envelope_id, tried.person_id, tried.passwords, tried.places
    FROM unnest(%(envelope_ids)b::uuid[], %(person_ids)b::uuid[]) AS asked (envelope_id, person_id)
    JOIN envelope_try AS tried ON tried.envelope_id = asked.envelope_id AND tried.person_id = asked.person_id
    """,
)
# Envelopes whose rows are held. No row where not every one of them stood as it was read.
take = Query(
    int,
    """
    WITH taken AS (
        SELECT envelope_id, person_id, place, fen, device_id, claimed_at
        FROM unnest(
            %(share_ids)b::uuid[], %(person_ids)b::uuid[], %(places)b::bigint[], %(fens)b::bigint[],
            %(device_ids)b::uuid[], %(claimed_ats)b::timestamptz[]
        ) AS taken (envelope_id, person_id, place, fen, device_id, claimed_at)
    ), shares AS (
        INSERT INTO share (envelope_id, person_id, place, fen, device_id, claimed_at)
        SELECT envelope_id, person_id, place, fen, device_id, claimed_at FROM taken
    ), histories AS (
        INSERT INTO envelope_of (person_id, side, happened_at, envelope_id, fen)
        SELECT person_id, 'received', claimed_at, envelope_id, fen FROM taken
    ), standing AS (
        UPDATE envelope_state
        SET taken = went_on.taken, taken_fen = went_on.taken_fen,
            state = CASE went_on.emptied WHEN 1 THEN 'emptied' ELSE 'open' END,
            due_at = CASE went_on.emptied WHEN 1 THEN NULL ELSE due_at END,
            ended_at = CASE went_on.emptied WHEN 1 THEN %(now)s::timestamptz END
        FROM unnest(
            %(envelope_ids)b::uuid[], %(takens)b::bigint[], %(taken_fens)b::bigint[], %(emptied)b::bigint[]
        ) AS went_on (envelope_id, taken, taken_fen, emptied)
        WHERE envelope_state.envelope_id = went_on.envelope_id AND envelope_state.state = 'open'
            AND envelope_state.taken < went_on.taken
        RETURNING envelope_state.envelope_id
    )
    SELECT count(*) AS envelopes FROM standing HAVING count(*) = cardinality(%(envelope_ids)b::uuid[])
    """,
)
keep_tries = Statement(
    """
    INSERT INTO envelope_try (envelope_id, person_id, passwords, places)
    SELECT envelope_id, person_id, passwords, places
    FROM unnest(%(envelope_ids)b::uuid[], %(person_ids)b::uuid[], %(passwords)b::bigint[], %(places)b::bigint[])
        AS tried (envelope_id, person_id, passwords, places)
    ON CONFLICT (envelope_id, person_id) DO UPDATE SET passwords = excluded.passwords, places = excluded.places
    """
)
forget_tries = Statement("DELETE FROM envelope_try WHERE person_id = %(person_id)s")
