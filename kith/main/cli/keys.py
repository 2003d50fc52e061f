"""Commands about the keys that seal addresses and accounts."""

from typing import Annotated

import typer

from kith.kit.keyring import KeyRing
from kith.kit.sql import Database
from kith.main import rotation
from kith.main.cli.terminal import Json, end, err, go, settings, show
from kith.main.rotation import KeyUse
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="The keys that seal addresses and accounts.")

_COLUMNS = ("key", "newest", "rows", "tables")


@app.command("list")
def list_keys(*, as_json: Json = False) -> None:
    """Show each key of the ring and how many rows it still wraps. The keys themselves are never shown."""

    async def work() -> None:
        async with running(settings()) as (parts, _):
            rows = await rotation.uses(parts[Database], parts[KeyRing])
        show(rows, _COLUMNS, empty="", as_json=as_json)

    go(work())


@app.command()
def rotate(
    *,
    retire: Annotated[bool, typer.Option("--retire", help="Take away the old keys once they wrap nothing.")] = False,
    batch: Annotated[int, typer.Option(min=1, help="So many rows a transaction.")] = 200,
    as_json: Json = False,
) -> None:
    """Make a new key and wrap everything under it; go on where an earlier turn was killed. The server may run.

    With --retire the old keys are taken away instead, at least a minute later. Exits with 1 while an old key is needed.
    """

    async def work() -> None:
        found = settings()
        async with running(found) as (parts, _):
            db, ring = parts[Database], parts[KeyRing]
            if retire:
                gone = await rotation.retire(db, ring, found)
                err.print(f"taken away: {', '.join(gone) or 'nothing'}")
                rows: list[KeyUse] = await rotation.uses(db, ring)
            else:
                rows = await rotation.rotate(db, ring, found, err.print, batch=batch)
        show(rows, _COLUMNS, empty="", as_json=as_json)
        left = sum(use.rows for use in rows if not use.newest)
        if left:
            raise end(1, "not finished", f"{left} rows are wrapped by an old key: rotate again")

    go(work())
