"""Show how an envelope was divided."""

from kith.envelopes import envelope as envelopes
from kith.envelopes import envelope_view as views
from kith.envelopes.envelope import EnvelopeId, EnvelopeNotFound
from kith.envelopes.envelope_view import Proof
from kith.kit.sql import Tx


async def show_proof(tx: Tx, envelope_id: EnvelopeId) -> Proof:
    """The proof, for everybody. Raises `EnvelopeNotFound`, also while shares may still be taken."""
    envelope = await envelopes.by_id.maybe(tx, envelope_id=envelope_id)
    if envelope is not None:
        standing = await envelopes.standing_of.one(tx, envelope_id=envelope_id)
        shown = views.proof(envelope, standing, await envelopes.secret_of.one(tx, envelope_id=envelope_id))
        if shown is not None:
            return shown
    raise EnvelopeNotFound
