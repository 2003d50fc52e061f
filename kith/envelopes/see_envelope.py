"""Find an envelope as one of those who may know of it."""

from msgspec import Struct

from kith import chat, people
from kith.envelopes import envelope as envelopes
from kith.envelopes import envelope_view as views
from kith.envelopes import share as shares
from kith.envelopes.envelope import Envelope, EnvelopeId, EnvelopeNotFound, SecretRow, Standing
from kith.envelopes.share import Share
from kith.kit import arrays
from kith.kit.sql import Tx, together


class Seen(Struct, frozen=True):
    """An envelope, and what somebody who sees it has to do with it."""

    envelope: Envelope
    standing: Standing
    secret: SecretRow
    mine: Share | None
    member: bool


async def see_envelope(tx: Tx, envelope_id: EnvelopeId, person_id: people.PersonId) -> Seen:
    """The envelope for its sender, and from when it is paid for the members of its conversation.

    Raises `EnvelopeNotFound` for everybody else, and between two whom a block keeps apart.
    """
    envelope = await envelopes.by_id.maybe(tx, envelope_id=envelope_id)
    if envelope is None:
        raise EnvelopeNotFound
    standing, secret, mine, members, footings = await together(
        tx,
        envelopes.standing_of.one(tx, envelope_id=envelope_id),
        envelopes.secret_of.one(tx, envelope_id=envelope_id),
        shares.of_person.maybe(tx, envelope_ids=arrays.uuids([envelope_id]), person_id=person_id),
        chat.taking_part(tx, [(envelope.conversation_id, person_id)]),
        people.between(tx, [envelope.pair] if envelope.pair else []),
    )
    apart = any(footing.apart for footing in footings.values())
    if not views.may_see(envelope, standing, person_id, member=bool(members), apart=apart):
        raise EnvelopeNotFound
    return Seen(envelope, standing, secret, mine, bool(members) and not apart)
