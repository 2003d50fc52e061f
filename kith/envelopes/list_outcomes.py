"""Tell what became of each of several envelopes."""

from collections.abc import Collection

from kith.envelopes import house
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.house import Outcome
from kith.kit import arrays
from kith.kit.sql import Tx


async def list_outcomes(tx: Tx, envelope_ids: Collection[EnvelopeId]) -> dict[EnvelopeId, Outcome]:
    """How each that there is stands, and what was taken of it."""
    found = await house.outcomes.all(tx, envelope_ids=arrays.uuids(list(envelope_ids)))
    return {one.envelope_id: one for one in found}
