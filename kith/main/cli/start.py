"""Commands that start Kith or a part of it, and those about its schema."""

from typing import Annotated

import typer

from kith import simulator
from kith.main.cli.terminal import go, out, settings
from kith.main.migrate import migrate, status
from kith.main.serve import database_url, run

app = typer.Typer()
db = typer.Typer(no_args_is_help=True, help="The database schema.")


@app.command()
def up(
    demo: Annotated[bool, typer.Option(help="Fill an empty installation with the demo town.")] = False,
) -> None:
    """Start everything: database, web server, worker and, where no real money moves, the simulator."""
    found = settings()
    go(run(found, web_server=True, worker=True, simulator=found.simulated, town=demo))


@app.command()
def serve() -> None:
    """Start only the web server."""
    go(run(settings(), web_server=True, worker=False, simulator=False))


@app.command()
def worker() -> None:
    """Start only a job worker; run as many as you like."""
    go(run(settings(), web_server=False, worker=True, simulator=False))


@app.command()
def gateway() -> None:
    """Start only the simulator of the money gateway and the carriers."""
    found = settings()
    go(simulator.serve(found.home / "simulator", found.gateway_port))


@db.command("migrate")
def migrate_schema() -> None:
    """Bring the schema up to this program's version."""

    async def work() -> None:
        async with database_url(settings()) as url:
            await migrate(url)
        out.print("the schema is up to date")

    go(work())


@db.command("status")
def schema_status() -> None:
    """Show which migrations have run."""

    async def work() -> None:
        async with database_url(settings()) as url:
            out.print(await status(url), markup=False)

    go(work())
