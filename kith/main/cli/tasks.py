"""Commands about what people are rewarded for."""

import getpass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, get_args
from uuid import UUID

import msgspec
import typer

from kith import tasks
from kith.kit import clock, ids, money
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, end, go, out, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="What people are rewarded for, each from a budget.")

Which = Annotated[UUID, typer.Argument(help="Programme id.")]
By = Annotated[str, typer.Option(help="Who decides; your name on this machine if left out.")]

_COLUMNS = ("programme_id", "kind", "state", "fen", "paid", "most", "left_fen", "starts_at", "ends_at", "moved_by")


@app.command()
def start(
    kind: Annotated[str, typer.Argument(help="profile, check_in, welcome or friend.")],
    *,
    reward: Annotated[str, typer.Option(help="Each reward, in yuan.")],
    budget: Annotated[str, typer.Option(help="All rewards together, in yuan; cut from what is set aside.")],
    days: Annotated[int, typer.Option(min=1, help="For so many days.")],
    most: Annotated[int | None, typer.Option(min=1, help="So many rewards; as many as the budget pays for.")] = None,
    at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M:%SZ"], help="From when, in UTC; now if left out.")
    ] = None,
    programme: Annotated[UUID | None, typer.Option(help="An id of this deed, so that it is done once.")] = None,
    by: By = "",
) -> None:
    """Start a programme."""
    if kind not in get_args(tasks.Kind):
        raise end(2, "wrong use", f"{kind} is no kind: {', '.join(get_args(tasks.Kind))}")
    fen, budget_fen = _fen(reward), _fen(budget)
    starts_at = at.replace(tzinfo=UTC) if at else clock.now()
    asked = tasks.NewProgramme(
        programme_id=tasks.ProgrammeId(programme or ids.new()),
        kind=msgspec.convert(kind, tasks.Kind),
        fen=fen,
        most=most or max(1, budget_fen // max(1, fen)),
        budget_fen=budget_fen,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=days),
    )

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            made = await tasks.start(tx, parts[tasks.Policy], asked, by or getpass.getuser(), clock.now())
        out.print(f"started {made.programme_id}: {made.most} rewards of {money.yuan(made.fen)} yuan at most")

    go(work())


@app.command()
def pause(programme: Which, *, by: By = "") -> None:
    """Pay no reward for the time being; what people do goes on to count."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            done = await tasks.pause(tx, tasks.ProgrammeId(programme), by or getpass.getuser(), clock.now())
        out.print("paused" if done else "was paused before")

    go(work())


@app.command()
def resume(programme: Which, *, by: By = "") -> None:
    """Pay rewards again."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            done = await tasks.resume(tx, tasks.ProgrammeId(programme), by or getpass.getuser(), clock.now())
        out.print("running" if done else "was not paused")

    go(work())


@app.command()
def stop(programme: Which, *, by: By = "") -> None:
    """End a programme; the rest of its budget is put back."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            done = await tasks.stop(tx, tasks.ProgrammeId(programme), by or getpass.getuser(), clock.now())
        out.print("stopped" if done else "was over before")

    go(work())


@app.command("list")
def list_programmes(
    *, limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 30, as_json: Json = False
) -> None:
    """Show the programmes, the newest first, and what is left of each."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            page = await tasks.list_programmes(tx, limit=limit)
        show(page.items, _COLUMNS, empty="no programme yet", as_json=as_json)

    go(work())


@app.command()
def report(
    programme: Which,
    *,
    csv: Annotated[Path | None, typer.Option(help="Write the days into this file.")] = None,
    as_json: Json = False,
) -> None:
    """Show what a programme paid, in all and by day."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            found = await tasks.report(tx, tasks.ProgrammeId(programme))
        if csv is not None:
            csv.write_bytes(tasks.table(found))
        if as_json:
            out.print(msgspec.json.encode(found).decode(), markup=False)
            return
        show([found.programme], _COLUMNS, empty="", as_json=False)
        out.print(f"{found.people} people were paid {money.yuan(found.paid_fen)} yuan")
        show(found.days, ("day", "people", "count", "fen"), empty="nothing was paid yet", as_json=False)

    go(work())


def _fen(text: str) -> int:
    try:
        return money.fen(text)
    except ValueError as error:
        raise end(2, "wrong use", str(error)) from None
