"""An envelope as those see it who may know of it."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from kith import chat, payments, people
from kith.envelopes import split as splits
from kith.envelopes.envelope import ENDED, Envelope, EnvelopeId, SecretRow, Standing, State
from kith.envelopes.policy import Policy
from kith.envelopes.share import Line, Share, Side
from kith.envelopes.split import Kind


class Mine(Struct, frozen=True):
    """The share that I took."""

    fen: int
    place: int
    """As which one it was taken, counted from 0."""
    claimed_at: datetime
    best: bool
    """The best luck; known when all are taken."""


class Luck(Struct, frozen=True):
    """Who had the best luck."""

    person: people.Card
    fen: int


class EnvelopeView(Struct, frozen=True):
    """An envelope. Until it is paid only its sender sees it."""

    envelope_id: EnvelopeId
    conversation_id: chat.ConversationId
    sender: people.Card | None
    """Null where the operator of this installation sent it."""
    from_me: bool
    kind: Kind
    evened: bool
    """Sent as lucky, and divided evenly because of a game that went on in this group."""
    fen: int
    count: int
    to: people.Card | None
    """The only person who may open it."""
    greeting: str
    cover: str
    state: State
    password: bool
    """It opens with a password."""
    place: bool
    """It opens only near where its sender was."""
    taken: int
    taken_fen: int
    mine: Mine | None
    may_open: bool
    """I may try to: it is open, and I have not opened it."""
    opens_at: datetime | None
    held: bool
    """It opens later because it is a lot of money for somebody new."""
    ends_at: datetime | None
    ended_at: datetime | None
    best: Luck | None
    """Of a lucky one, when all are taken."""
    commitment: str
    """SHA-256 over the seed and the terms, in hexadecimal: see the page on fairness."""
    seed: str | None
    """From which all shares follow, in hexadecimal; when it is empty or over."""
    shares_shown: bool
    """I may see who took what."""
    charge_id: payments.ChargeId | None
    """With which I pay, or paid, it."""
    sent_at: datetime


class Taker(Struct, frozen=True):
    """Who took which share."""

    person: people.Card
    fen: int
    place: int
    claimed_at: datetime
    best: bool


class EnvelopeLine(Struct, frozen=True):
    """An envelope in my history. `fen` is what I put into it, or took out of it."""

    envelope_id: EnvelopeId
    conversation_id: chat.ConversationId
    side: Side
    kind: Kind
    fen: int
    greeting: str
    cover: str
    sender: people.Card | None
    state: State
    count: int
    taken: int
    back_fen: int
    """What of one that I sent went back to me."""
    best: bool
    """I had the best luck."""
    happened_at: datetime


class EnvelopeSums(Struct, frozen=True):
    """What I sent and received in a year of the calendar of China."""

    year: int
    sent: int
    sent_fen: int
    received: int
    received_fen: int


class Proof(Struct, frozen=True):
    """All that is needed to check how an envelope was divided; it names nobody."""

    version: int
    envelope_id: EnvelopeId
    kind: Kind
    fen: int
    count: int
    seed: str
    commitment: str
    shares: list[int]
    best: int | None


def span_of(year: int) -> tuple[datetime, datetime]:
    """When a year of the calendar of China begins and ends."""
    return people.start_of(date(year, 1, 1)), people.start_of(date(year + 1, 1, 1))


def may_see(envelope: Envelope, standing: Standing, person_id: people.PersonId, *, member: bool, apart: bool) -> bool:
    """Its sender always; the members of its conversation, from when it was paid; nobody across a block of two."""
    if envelope.sender_id == person_id:
        return True
    return member and not apart and standing.state not in ("unpaid", "lapsed")


def shows_shares(policy: Policy, envelope: Envelope, person_id: people.PersonId, mine: Share | None) -> bool:
    """Whether this person, who sees the envelope, sees who took what."""
    if envelope.sender_id == person_id or policy.shares_seen_by == "members":
        return True
    return policy.shares_seen_by == "takers" and mine is not None


def may_open(
    envelope: Envelope,
    standing: Standing,
    person_id: people.PersonId,
    *,
    member: bool,
    mine: Share | None,
    now: datetime,
) -> bool:
    """Whether it is worth trying."""
    if not member or mine is not None or standing.state != "open" or standing.ends_at is None:
        return False
    return now < standing.ends_at and envelope.to_id in (None, person_id)


def best_place(standing: Standing, secret: SecretRow) -> int | None:
    """The place of the best luck, once that may be known: when all shares are taken."""
    return secret.best if standing.state == "emptied" else None


def proof(envelope: Envelope, standing: Standing, secret: SecretRow) -> Proof | None:
    """The proof of an envelope that is empty or over."""
    if standing.state not in ENDED:
        return None
    return Proof(
        version=splits.VERSION,
        envelope_id=envelope.envelope_id,
        kind=envelope.kind,
        fen=envelope.fen,
        count=envelope.count,
        seed=secret.seed.hex(),
        commitment=envelope.commitment.hex(),
        shares=secret.shares,
        best=secret.best,
    )


def takers(shares: Sequence[Share], cards: dict[people.PersonId, people.Card], best: int | None) -> list[Taker]:
    """Who took what, in order."""
    return [Taker(cards[one.person_id], one.fen, one.place, one.claimed_at, one.place == best) for one in shares]


def line(
    row: Line,
    side: Side,
    envelope: Envelope,
    standing: Standing,
    secret: SecretRow,
    *,
    place: int | None,
    cards: dict[people.PersonId, people.Card],
) -> EnvelopeLine:
    """A line of somebody's history; `place` is that of the share which this person took."""
    back = envelope.fen - standing.taken_fen if side == "sent" and standing.state in ("expired", "stopped") else 0
    return EnvelopeLine(
        envelope_id=envelope.envelope_id,
        conversation_id=envelope.conversation_id,
        side=side,
        kind=envelope.kind,
        fen=row.fen,
        greeting=envelope.greeting,
        cover=envelope.cover,
        sender=cards[envelope.sender_id] if envelope.sender_id else None,
        state=standing.state,
        count=envelope.count,
        taken=standing.taken,
        back_fen=back,
        best=place is not None and place == best_place(standing, secret),
        happened_at=row.happened_at,
    )
