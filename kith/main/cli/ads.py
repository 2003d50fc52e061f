"""Commands about the paid places of shops: what waits for its review, and deciding about it."""

from typing import Annotated
from uuid import UUID

import typer

from kith import ads
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, go, out, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="Paid places of shops among the people nearby.")

_COLUMNS = ("placement_id", "merchant_id", "asked_at", "model", "title", "words", "radius_km", "days", "fen")
Id = Annotated[UUID, typer.Argument(metavar="PLACEMENT", help="Its id.")]
By = Annotated[str, typer.Option(help="Who decides.")]


@app.command()
def queue(*, limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100, as_json: Json = False) -> None:
    """Show the placements that wait for their review, who has waited longest first."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await ads.list_reviews(tx, limit)
        show(rows, _COLUMNS, empty="nothing waits", as_json=as_json)

    go(work())


@app.command("review")
def review_placement(
    placement: Id,
    *,
    by: By,
    refuse: Annotated[str | None, typer.Option(help="Refuse it, for this reason that its shop reads.")] = None,
) -> None:
    """Let a placement be paid for and run, or refuse it."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            await ads.review(tx, parts[ads.Policy], ads.PlacementId(placement), refused=refuse, by=by, now=clock.now())
        out.print("refused" if refuse else "may be paid and runs then")

    go(work())


@app.command()
def stop(placement: Id, *, by: By, reason: Annotated[str, typer.Option(help="Why; its shop reads it.")]) -> None:
    """End a placement now; what was not delivered goes back to whoever paid."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            await ads.take_down(tx, ads.PlacementId(placement), reason=reason, by=by, now=clock.now())
        out.print("stopped")

    go(work())
