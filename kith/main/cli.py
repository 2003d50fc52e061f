"""The command `kith`: start it, look into it, and do what an operator does.

Exit codes: 0 done, 1 refused or faults found, 2 wrong use or a wrong setting.
"""

import asyncio
import os
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import typer
import uvloop
from rich.console import Console

from kith.kit import log
from kith.kit.refusal import Refusal
from kith.kit.settings import BadSetting, Settings, load

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich", help=__doc__)
db_app = typer.Typer(no_args_is_help=True, help="The database schema.")
app.add_typer(db_app, name="db")

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]


def settings() -> Settings:
    """The settings of this process, or a clear end."""
    try:
        found = load(os.environ)
    except BadSetting as error:
        err.print(f"[red]wrong setting[/] {error}", highlight=False)
        raise typer.Exit(2) from None
    log.configure(found.log_level)
    return found


def go(work: Coroutine[Any, Any, None]) -> None:
    """Run one command to its end; a refusal or a wrong setting is a message, not a traceback."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(work)
    except BadSetting as error:
        err.print(f"[red]wrong setting[/] {error}", highlight=False)
        raise typer.Exit(2) from None
    except Refusal as refusal:
        err.print(f"[red]{refusal.code}[/] {refusal.detail} {refusal.facts or ''}", highlight=False)
        raise typer.Exit(1) from None


@app.command()
def up() -> None:
    """Start everything: database, web server, worker and, where no real money moves, the simulator."""
    from kith.main.serve import run

    found = settings()
    go(run(found, web_server=True, worker=True, simulator=found.simulated))


@app.command()
def serve() -> None:
    """Start only the web server."""
    from kith.main.serve import run

    go(run(settings(), web_server=True, worker=False, simulator=False))


@app.command()
def worker() -> None:
    """Start only a job worker; run as many as you like."""
    from kith.main.serve import run

    go(run(settings(), web_server=False, worker=True, simulator=False))


@app.command()
def gateway() -> None:
    """Start only the simulator of the money gateway and the carriers."""
    from kith import simulator

    found = settings()
    go(simulator.serve(found.home / "simulator", found.gateway_port))


@db_app.command("migrate")
def db_migrate() -> None:
    """Bring the schema up to this program's version."""
    from kith.main.migrate import migrate
    from kith.main.serve import database_url

    async def work() -> None:
        async with database_url(settings()) as url:
            await migrate(url)
        out.print("the schema is up to date")

    go(work())


@db_app.command("status")
def db_status() -> None:
    """Show which migrations have run."""
    from kith.main.migrate import status
    from kith.main.serve import database_url

    async def work() -> None:
        async with database_url(settings()) as url:
            out.print(await status(url), highlight=False)

    go(work())


if __name__ == "__main__":
    sys.exit(app())
