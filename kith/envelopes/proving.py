"""Check a proof: everything that it says has to follow from its seed."""

import msgspec

from kith.envelopes import split as splits
from kith.envelopes.envelope_view import Proof
from kith.envelopes.split import Terms


def read_proof(text: bytes) -> Proof:
    """A proof in JSON, as the route answers it. Raises `msgspec.DecodeError`."""
    return msgspec.json.decode(text, type=Proof)


def flaws(proof: Proof) -> list[str]:
    """What is wrong with it; empty when it is right. Whether the card had its commitment is to be looked up there."""
    if proof.version != splits.VERSION:
        return [f"version {proof.version} is not known here"]
    terms, seed = Terms(proof.envelope_id, proof.kind, proof.fen, proof.count), _seed(proof.seed)
    if len(seed) != splits.SEED_BYTES or not 1 <= proof.count <= proof.fen <= proof.count * splits.LARGEST_FEN:
        return ["no envelope has such a seed, sum and count"]
    made = splits.split(seed, terms)
    checks = (
        (splits.commitment(seed, terms).hex() == proof.commitment, "the commitment does not follow from the seed"),
        (made.shares == proof.shares, "the shares do not follow from the seed"),
        (made.best == proof.best, "the best luck does not follow from the seed"),
    )
    return [said for holds, said in checks if not holds]


def _seed(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
