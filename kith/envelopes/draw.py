"""Divide an envelope, once and for all."""

from msgspec.structs import asdict

from kith.envelopes import envelope as envelopes
from kith.envelopes import split as splits
from kith.envelopes.envelope import Envelope
from kith.envelopes.sending import EnvelopeDiffers
from kith.kit import ids
from kith.kit.sql import Tx


async def draw(tx: Tx, envelope: Envelope) -> None:
    """Draw its seed, write the envelope with the commitment to it, and keep apart what follows from the seed.

    Raises `EnvelopeDiffers` where somebody else has just taken this id.
    """
    seed = ids.noise(splits.SEED_BYTES)
    made = splits.split(seed, envelope.terms)
    row = asdict(envelope) | {"commitment": splits.commitment(seed, envelope.terms)}
    if await envelopes.insert.maybe(tx, **row) is None:
        raise EnvelopeDiffers
    envelopes.keep_secret.send(tx, envelope_id=envelope.envelope_id, seed=seed, shares=made.shares, best=made.best)
