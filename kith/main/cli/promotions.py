"""Commands about the money that the house gives away."""

from typing import Annotated
from uuid import UUID

import msgspec
import typer

from kith import promotions
from kith.kit import clock, ids, money
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, end, go, out, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="Money that the house sets aside to give away.")


@app.command()
def fund(
    yuan: Annotated[str, typer.Argument(help="How much, in yuan: 10000 or 10000.00.")],
    *,
    deed: Annotated[UUID | None, typer.Option(help="An id of this deed, so that it is done once.")] = None,
) -> None:
    """Set money aside, from which budgets are cut."""
    try:
        fen = money.fen(yuan)
    except ValueError as error:
        raise end(2, "wrong use", str(error)) from None

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            await promotions.fund(tx, deed or ids.new(), fen, clock.now())
            shown = await promotions.view(tx)
        out.print(f"set aside: {money.yuan(shown.total_fen)} yuan, free: {money.yuan(shown.free_fen)} yuan")

    go(work())


@app.command("show")
def show_promotions(*, as_json: Json = False) -> None:
    """Show what is set aside, and which budgets have how much left."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            shown = await promotions.view(tx)
        if as_json:
            out.print(msgspec.json.encode(shown).decode(), markup=False)
            return
        show([shown], ("total_fen", "free_fen"), empty="", as_json=False)
        show(shown.budgets, ("budget_id", "left_fen"), empty="no budget has anything left", as_json=False)

    go(work())
