"""A proof is right or it is not: nothing in it can be changed unnoticed."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from kith.envelopes import split as splits
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.envelope_view import Proof
from kith.envelopes.proving import flaws
from kith.envelopes.split import Terms

SEED = b"\7" * 32
TERMS = Terms(UUID("00000000-0000-7000-8000-000000000001"), "lucky", 2_000, 10)
MADE = splits.split(SEED, TERMS)
PROOF = Proof(
    version=1,
    envelope_id=EnvelopeId(TERMS.envelope_id),
    kind="lucky",
    fen=2_000,
    count=10,
    seed=SEED.hex(),
    commitment=splits.commitment(SEED, TERMS).hex(),
    shares=MADE.shares,
    best=MADE.best,
)


def test_a_right_proof_has_no_flaw() -> None:
    assert flaws(PROOF) == []


@pytest.mark.parametrize(
    ("wrong", "count"),
    [
        (replace(PROOF, version=2), 1),
        (replace(PROOF, seed="no"), 1),
        (replace(PROOF, seed=b"\1".hex() * 32), 3),
        (replace(PROOF, fen=2_001), 2),
        (replace(PROOF, count=2_001), 1),
        (replace(PROOF, kind="equal"), 3),
        (replace(PROOF, envelope_id=EnvelopeId(UUID(int=1))), 1),
        (replace(PROOF, commitment="00" * 32), 1),
        (replace(PROOF, shares=list(reversed(MADE.shares))), 1),
        (replace(PROOF, best=0), 1),
    ],
)
def test_a_wrong_one_has(wrong: Proof, count: int) -> None:
    assert len(flaws(wrong)) >= count
