"""Anybody with a proof in a file can check it from the command line."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from kith.envelopes.tests.test_proving import PROOF
from kith.main.cli import app

COMMITMENT = PROOF.commitment


@pytest.mark.parametrize(
    ("proof", "more", "code", "said"),
    [
        (PROOF, [], 0, COMMITMENT),
        (PROOF, ["--commitment", COMMITMENT.upper(), "--json"], 0, '"ok":true'),
        (PROOF, ["--commitment", "00"], 1, "another commitment"),
        (replace(PROOF, best=0), [], 1, "best luck does not follow"),
        (None, [], 1, "no proof"),
    ],
)
def test_a_proof_is_checked(tmp_path: Path, proof: object, more: list[str], code: int, said: str) -> None:
    file = tmp_path / "proof.json"
    file.write_bytes(msgspec.json.encode(proof) if proof else b"nothing")
    done = CliRunner().invoke(app, ["verify-envelope", str(file), *more])
    assert done.exit_code == code
    assert said in " ".join(done.output.split())
