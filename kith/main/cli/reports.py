"""Commands about what people report."""

import asyncio
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from kith import media, people
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, go, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="What people report about others.")

_COLUMNS = ("report_id", "reported_at", "reason", "reported_id", "reporter_id", "text", "evidence", "picture_id")


@app.command("list")
def list_reports(*, limit: Annotated[int, typer.Option(help="At most so many.")] = 100, as_json: Json = False) -> None:
    """Show the open reports, those that have waited longest first."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await people.list_reports(tx, limit)
        show(rows, _COLUMNS, empty="no open reports", as_json=as_json)

    go(work())


@app.command()
def picture(
    picture_id: Annotated[str, typer.Argument(help="The photo that an open report names.")],
    file: Annotated[Path, typer.Argument(help="Where to write it, as WebP.", dir_okay=False)],
) -> None:
    """Write the photo of a report into a file, to look at it."""

    async def work() -> None:
        async with running(settings()) as (parts, _):
            content = await media.read_picture(parts[Database], parts[media.Shelf], picture_id, "full")
        await asyncio.to_thread(file.write_bytes, content)

    go(work())


@app.command()
def close(
    report_id: Annotated[UUID, typer.Argument(help="Which report.")],
    *,
    reason: Annotated[str, typer.Option(help="What was found or done; it is kept with the report.")],
    as_json: Json = False,
) -> None:
    """Close a report."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            closed = await people.close_report(tx, people.ReportId(report_id), reason, clock.now())
        show([closed], ("report_id", "closed_at", "outcome"), empty="", as_json=as_json)

    go(work())
