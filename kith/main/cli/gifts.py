"""Commands about gifts."""

from typing import Annotated

import typer

from kith import gifts
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, end, go, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="Gifts under way.")


@app.command("list")
def list_gifts(
    *,
    stuck: Annotated[bool, typer.Option("--stuck", help="Those that should have moved on.")] = False,
    as_json: Json = False,
) -> None:
    """Show the gifts that an operator should look at. Exits with 1 if there are any."""
    if not stuck:
        raise end(2, "wrong use", "gifts are their people's own; an operator sees those that are stuck: --stuck")

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await gifts.stuck(tx, parts[gifts.Policy], clock.now())
        show(rows, ("gift_id", "state", "why", "since"), empty="no gift is stuck", as_json=as_json)
        if rows:
            raise typer.Exit(1)

    go(work())
