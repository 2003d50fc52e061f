"""Red envelopes over HTTP: sending, opening, looking, and proving how they were divided."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from kith import chat, people, places
from kith.envelopes.claiming import (
    AllTaken,
    Claim,
    EnvelopeOver,
    HeldBack,
    LinkedAccount,
    NotForYou,
    NotHere,
    NotOpenYet,
    SharesHidden,
    Taken,
    TooManyPasswords,
    TooManyPlaces,
    WrongPassword,
)
from kith.envelopes.envelope import EnvelopeId, EnvelopeNotFound
from kith.envelopes.envelope_view import EnvelopeLine, EnvelopeSums, EnvelopeView, Proof, Taker
from kith.envelopes.lane import Opening
from kith.envelopes.list_envelopes import list_envelopes
from kith.envelopes.password import Passwords
from kith.envelopes.policy import Policy
from kith.envelopes.send import send
from kith.envelopes.sending import (
    CoolingDown,
    EnvelopeDiffers,
    ForWhom,
    NewEnvelope,
    NotAcquainted,
    OneShareForOne,
    OverDailyCeiling,
    Password,
    SharesUneven,
    ShareTooLarge,
    ShareTooSmall,
    TooManyShares,
    TooManyUnpaidEnvelopes,
)
from kith.envelopes.show_envelope import show_envelope
from kith.envelopes.show_proof import show_proof
from kith.envelopes.show_shares import show_shares
from kith.envelopes.sum_up import sum_up
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.kit.web import TryAgain, refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)

OneYear = Annotated[
    int | None, QueryParameter(ge=2000, le=2200, description="only of this year of the calendar of China")
]
Year = Annotated[int | None, QueryParameter(ge=2000, le=2200, description="of the calendar of China; else this year")]


class Opener(Struct, frozen=True):
    """What an envelope may want to hear before it opens."""

    password: Password | None = None


@post(
    "/envelopes",
    operation_id="sendEnvelope",
    tags=["envelopes"],
    responses=refuses(
        *_WRITE,
        EnvelopeDiffers,
        chat.ConversationNotFound,
        ForWhom,
        OneShareForOne,
        TooManyShares,
        ShareTooSmall,
        ShareTooLarge,
        SharesUneven,
        people.PersonNotFound,
        NotAcquainted,
        chat.WordsNotAllowed,
        places.NearbyOff,
        places.YouAreInvisible,
        places.PositionUnknown,
        CoolingDown,
        TooManyUnpaidEnvelopes,
        OverDailyCeiling,
    ),
)
async def send_envelope(
    data: JSONBody[NewEnvelope], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> EnvelopeView:
    """Send an envelope into a conversation of mine. It is shown there and can be opened when I have paid its charge."""
    async with parts[Database].transaction() as tx:
        sent = await send(
            tx,
            parts[Policy],
            me,
            data,
            words=parts[chat.Policy],
            passwords=parts[Passwords],
            now=clock.now(),
        )
    if isinstance(sent, Refusal):
        raise sent
    return sent


@get(
    "/envelopes/{envelope_id:uuid}",
    operation_id="viewEnvelope",
    tags=["envelopes"],
    responses=refuses(*_READ, EnvelopeNotFound),
)
async def envelope(
    envelope_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> EnvelopeView:
    """An envelope in a conversation of mine: how it stands, and what I took."""
    async with parts[Database].transaction() as tx:
        return await show_envelope(tx, parts[Policy], EnvelopeId(envelope_id), me.person_id, clock.now())


@post(
    "/envelopes/{envelope_id:uuid}/claims",
    operation_id="openEnvelope",
    tags=["envelopes"],
    status_code=200,
    responses=refuses(
        *_WRITE,
        EnvelopeNotFound,
        NotForYou,
        HeldBack,
        NotOpenYet,
        AllTaken,
        EnvelopeOver,
        LinkedAccount,
        TooManyPasswords,
        WrongPassword,
        TooManyPlaces,
        NotHere,
        TryAgain,
    ),
)
async def claims(
    envelope_id: FromPath[UUID],
    data: JSONBody[Opener],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> Taken:
    """Open an envelope: I get the next share, into my wallet. Opened again, it is the same share."""
    key = EnvelopeId(envelope_id)
    password_hash = parts[Passwords].kept(key, data.password)
    return await parts[Opening].do(Claim(key, me.person_id, me.device_id, password_hash, clock.now()))


@get(
    "/envelopes/{envelope_id:uuid}/shares",
    operation_id="listShares",
    tags=["envelopes"],
    responses=refuses(*_READ, EnvelopeNotFound, SharesHidden, BadCursor),
)
async def shares(
    envelope_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 100,
    after: FromQuery[str | None] = None,
) -> Page[Taker]:
    """Who took what, in the order in which it was taken."""
    async with parts[Database].transaction() as tx:
        return await show_shares(
            tx, parts[Policy], EnvelopeId(envelope_id), me.person_id, limit=limit, after=after, now=clock.now()
        )


@get(
    "/envelopes/{envelope_id:uuid}/proof",
    operation_id="viewProof",
    tags=["envelopes"],
    security=[{}],
    responses=refuses(EnvelopeNotFound),
)
async def proof(envelope_id: FromPath[UUID], parts: NamedDependency[Parts]) -> Proof:
    """For everybody, when it is empty or over: how it was divided, and all that is needed to check that."""
    async with parts[Database].transaction() as tx:
        return await show_proof(tx, EnvelopeId(envelope_id))


@get("/me/envelopes/sent", operation_id="listSentEnvelopes", tags=["envelopes"], responses=refuses(*_READ, BadCursor))
async def sent_envelopes(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    year: FromQuery[OneYear] = None,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[EnvelopeLine]:
    """The envelopes that I sent and paid, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_envelopes(tx, me.person_id, "sent", year=year, limit=limit, after=after, now=clock.now())


@get(
    "/me/envelopes/received",
    operation_id="listReceivedEnvelopes",
    tags=["envelopes"],
    responses=refuses(*_READ, BadCursor),
)
async def received_envelopes(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    year: FromQuery[OneYear] = None,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[EnvelopeLine]:
    """The envelopes of which I took a share, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_envelopes(tx, me.person_id, "received", year=year, limit=limit, after=after, now=clock.now())


@get("/me/envelopes/sums", operation_id="viewEnvelopeSums", tags=["envelopes"], responses=refuses(*_READ))
async def envelope_sums(
    parts: NamedDependency[Parts], me: NamedDependency[people.Me], year: FromQuery[Year] = None
) -> EnvelopeSums:
    """What I sent and received in a year."""
    async with parts[Database].transaction() as tx:
        return await sum_up(tx, me.person_id, year, clock.now())


handlers = [
    send_envelope,
    envelope,
    claims,
    shares,
    proof,
    sent_envelopes,
    received_envelopes,
    envelope_sums,
]
