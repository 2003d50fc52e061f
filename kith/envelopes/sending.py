"""What may be sent: the form of a new envelope, its checks, and what somebody has sent lately."""

from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct

from kith import chat, people
from kith.envelopes.envelope import Envelope, EnvelopeId
from kith.envelopes.policy import Policy
from kith.envelopes.split import Kind
from kith.kit.refusal import Refusal
from kith.kit.sql import Query

Greeting = Annotated[str, Meta(max_length=60, pattern=r"^[^\x00-\x1f]*$")]
Cover = Annotated[
    str, Meta(pattern="^[a-z][a-z-]{0,19}$", description="a name that clients know", examples=["classic"])
]
Password = Annotated[str, Meta(min_length=1, max_length=20, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]


class EnvelopeDiffers(Refusal):
    """An envelope with this id exists and is another one. Make a new id for a new envelope."""


class ForWhom(Refusal):
    """Say for which member of the group this envelope is; one for everybody names nobody."""


class OneShareForOne(Refusal):
    """An envelope for one person has one share."""


class TooManyShares(Refusal):
    """An envelope has not so many shares."""


class ShareTooSmall(Refusal):
    """There is not enough in it for so many shares: each has one fen at least."""


class ShareTooLarge(Refusal):
    """A share of an envelope cannot be so large. Take less, or more shares."""


class SharesUneven(Refusal):
    """This cannot be divided evenly into so many shares."""


class NotAcquainted(Refusal, status=403):
    """This person has not answered you yet. Talk to each other first."""


class TooManyUnpaidEnvelopes(Refusal):
    """Some of your envelopes still wait to be paid. Pay them first, or let their time run out."""


class OverDailyCeiling(Refusal):
    """With this you would send more in a day than one person may."""


class CoolingDown(Refusal):
    """The same sum went round and round in this group. There are no lucky envelopes here for a while."""


class NewEnvelope(Struct, frozen=True):
    """An envelope to send. The client makes the id, and sends the same again when it did not hear the answer."""

    envelope_id: EnvelopeId
    conversation_id: chat.ConversationId
    kind: Kind
    fen: Annotated[int, Meta(ge=1, le=2_000_000, description="all of it")]
    count: Annotated[int, Meta(ge=1, le=1_000)] = 1
    for_id: people.PersonId | None = None
    """In a group the only one who may open it: of kind `exclusive`."""
    greeting: Greeting = ""
    cover: Cover = "classic"
    password: Password | None = None
    here: bool = False
    """It opens only near where Kith believes me to be now."""


class Sent(Struct, frozen=True):
    """What one person has sent in a day, and has waiting for payment."""

    fen: int
    unpaid: int


def may_send(new: NewEnvelope, sender_id: people.PersonId, pair: bool, policy: Policy) -> None:
    """Whether an envelope can be of this shape.

    Raises, in this order, `ForWhom`, `OneShareForOne`, `TooManyShares`, `ShareTooSmall`, `ShareTooLarge`,
    `SharesUneven`.
    """
    if (not pair and (new.kind == "exclusive") != (new.for_id is not None)) or new.for_id == sender_id:
        raise ForWhom
    if (pair or new.for_id) and new.count != 1:
        raise OneShareForOne
    can_divide(new.kind, new.fen, new.count, policy)


def can_divide(kind: Kind, fen: int, count: int, policy: Policy) -> None:
    """Raise, in this order, `TooManyShares`, `ShareTooSmall`, `ShareTooLarge`, `SharesUneven`."""
    if count > policy.most_shares:
        raise TooManyShares(most=policy.most_shares)
    if fen < count * policy.least_share_fen:
        raise ShareTooSmall(least_fen=policy.least_share_fen)
    if fen > count * policy.most_share_fen:
        raise ShareTooLarge(most_fen=policy.most_share_fen)
    if kind != "lucky" and fen % count:
        raise SharesUneven


def within_day(sent: Sent, fen: int, policy: Policy) -> None:
    """Raise `TooManyUnpaidEnvelopes`, `OverDailyCeiling` where one more is too much. What is unpaid counts."""
    if sent.unpaid >= policy.unpaid_envelopes:
        raise TooManyUnpaidEnvelopes(most=policy.unpaid_envelopes)
    if sent.fen + fen > policy.daily_fen:
        raise OverDailyCeiling(left_fen=max(0, policy.daily_fen - sent.fen), most_fen=policy.daily_fen)


def same(one: Envelope, new: NewEnvelope, sender_id: people.PersonId, password_hash: bytes | None) -> bool:
    """Whether this is the deed that made the envelope. Where it opens is forgotten when it is over."""
    kind = "lucky" if one.evened else one.kind
    kept = (one.sender_id, one.conversation_id, kind, one.fen, one.count, one.greeting, one.cover, one.password_hash)
    asked = (
        sender_id,
        new.conversation_id,
        new.kind,
        new.fen,
        new.count,
        new.greeting,
        new.cover,
        password_hash,
    )
    return kept == asked and (new.for_id is None or new.for_id == one.to_id) and (new.here or one.cell is None)


def lock_key(person_id: people.PersonId) -> int:
    """Under which number what a person sends is held, so that it can be counted; 64 bits with sign."""
    return int.from_bytes(sha256(b"envelopes" + person_id.bytes).digest()[:8], "big", signed=True)


hold_sender = Query(str, "SELECT pg_advisory_xact_lock(%(key)s)::text")
sent_since = Query(
    Sent,
    """
    SELECT coalesce(sum(envelope.fen) FILTER (WHERE envelope.sent_at >= %(since)s), 0)::bigint AS fen,
        count(*) FILTER (WHERE standing.state = 'unpaid') AS unpaid
    FROM envelope JOIN envelope_state AS standing ON standing.envelope_id = envelope.envelope_id
    WHERE envelope.sender_id = %(sender_id)s AND envelope.sent_at >= %(look_from)s AND standing.state <> 'lapsed'
    """,
)
