"""What every command shares: settings, a way to run, and how answers look."""

import asyncio
import os
import sys
from collections.abc import Coroutine, Sequence
from typing import Annotated, Any, cast

import msgspec
import typer
import uvloop
from rich.console import Console
from rich.table import Table

from kith.kit import log
from kith.kit.refusal import Refusal
from kith.kit.settings import BadSetting, Settings, load
from kith.main.migrate import MigrationFailed
from kith.main.postgres import CannotStart

# A pipe has no width; what is cut off there could not be found again.
_WIDTH = None if sys.stdout.isatty() else 240

out = Console(soft_wrap=True, highlight=False, width=_WIDTH)
err = Console(stderr=True, soft_wrap=True, highlight=False)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def settings() -> Settings:
    """The settings of this process, or a clear end."""
    try:
        found = load(os.environ)
    except BadSetting as error:
        raise end(2, "wrong setting", str(error)) from None
    log.configure(found.log_level)
    return found


def go(work: Coroutine[Any, Any, None]) -> None:
    """Run one command to its end; what is refused is a message, not a traceback."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(work)
    except Exception as error:
        raise _explained(error) from None


def _explained(error: BaseException) -> BaseException:
    """The end that says what was refused; any other error as it is."""
    while isinstance(error, BaseExceptionGroup):
        error = cast("BaseExceptionGroup[BaseException]", error).exceptions[0]
    match error:
        case BadSetting():
            return end(2, "wrong setting", str(error))
        case Refusal():
            return end(1, error.code, error.detail)
        case CannotStart():
            return end(1, "no database", str(error))
        case MigrationFailed():
            return end(1, "migration failed", str(error))
        case _:
            return error


def end(code: int, what: str, why: str) -> typer.Exit:
    """The end of a command that did not do what was asked, said on stderr."""
    err.print(f"[bold red]{what}[/] ", end="")
    err.print(why, markup=False)
    return typer.Exit(code)


def show(rows: Sequence[msgspec.Struct], columns: Sequence[str], *, empty: str, as_json: bool) -> None:
    """Rows as a table of these columns, or all of them as JSON."""
    if as_json:
        out.print(msgspec.json.encode(rows).decode(), markup=False)
    elif not rows:
        out.print(empty)
    else:
        table = Table(*columns)
        for row in rows:
            table.add_row(*(_cell(getattr(row, name)) for name in columns))
        out.print(table)


def _cell(value: object) -> str:
    return "" if value is None else str(value)
