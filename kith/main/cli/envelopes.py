"""Commands about red envelopes: checking how one was divided, and the brakes that were pulled."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import httpx
import msgspec
import typer

from kith import envelopes
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, end, go, out, settings, show
from kith.main.serve import running

app = typer.Typer()
envelopes_app = typer.Typer(no_args_is_help=True, help="Red envelopes.")

_COLUMNS = ("pulled_at", "kind", "conversation_id", "person_id", "envelope_id", "cools_until", "evens_until")


class Verdict(msgspec.Struct):
    """Whether a proof is right, and what it is about."""

    ok: bool
    flaws: list[str]
    proof: envelopes.Proof


@app.command("verify-envelope")
def verify_envelope(
    source: Annotated[str, typer.Argument(help="A proof: a file, or an address such as …/envelopes/ID/proof.")],
    *,
    commitment: Annotated[str, typer.Option(help="What stood on the card, to hold the proof to.")] = "",
    as_json: Json = False,
) -> None:
    """Compute again how an envelope was divided. Exits with 1 if it was not as its proof says."""
    try:
        proof = envelopes.read_proof(_read(source))
    except (httpx.HTTPError, OSError, msgspec.DecodeError) as error:
        raise end(1, "no proof", f"{source}: {error}") from None
    flaws = envelopes.flaws(proof)
    if commitment and commitment.strip().lower() != proof.commitment:
        flaws.append("the card had another commitment")
    if as_json:
        out.print(msgspec.json.encode(Verdict(not flaws, flaws, proof)).decode(), markup=False)
    elif not flaws:
        out.print(f"right: {proof.count} shares of {proof.fen} fen follow from the seed")
        out.print(f"compare with the card: {proof.commitment}")
    if flaws:
        raise end(1, "wrong", "; ".join(flaws))


def _read(source: str) -> bytes:
    return httpx.get(source, timeout=10).raise_for_status().content if "://" in source else Path(source).read_bytes()


@envelopes_app.command("brakes")
def list_brakes(
    *,
    days: Annotated[int, typer.Option(min=1, help="Those of so many days.")] = 7,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
    as_json: Json = False,
) -> None:
    """Show the brakes that were pulled: games for money, accounts of one device, money for new people, ceilings."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await envelopes.list_brakes(tx, clock.now() - timedelta(days=days), limit)
        show(rows, _COLUMNS, empty="no brake was pulled", as_json=as_json)

    go(work())
