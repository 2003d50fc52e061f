"""Commands that show Kith at work: stories and the demo town."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

import msgspec
import typer

from kith.kit import clock
from kith.kit.settings import Settings
from kith.main.cli.terminal import Json, end, err, go, out, settings
from kith.main.demo import build_town
from kith.main.serve import running
from kith.main.stories import STORIES, Deviation
from kith.main.stories.instance import DidNotStart, throwaway
from kith.main.stories.stage import Stage, Step, staged

app = typer.Typer()


class Told(msgspec.Struct):
    """A story as it was played."""

    story: str
    ok: bool
    steps: list[Step]
    books: dict[str, int]
    deviation: str | None = None


@app.command()
def story(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(STORIES)}.")],
    *,
    here: Annotated[
        bool, typer.Option("--here", help="Play in the running installation of these settings, moving its clock.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Play a gift to its end over HTTP and check what each party sees; by default in an installation of its own."""
    if name not in STORIES:
        raise end(2, "no such story", f"{name}; there are {', '.join(STORIES)}")

    async def work() -> None:
        async with _installation(here=here) as found, staged(found) as stage:
            told = await _play(name, stage)
        if as_json:
            out.print(msgspec.json.encode(told).decode(), markup=False)
        else:
            _print(told)
        if not told.ok:
            raise typer.Exit(1)

    go(work())


@app.command()
def demo() -> None:
    """Fill the installation of these settings, which must be running, with the demo town."""

    async def work() -> None:
        async with running(settings()) as (parts, _):
            with err.status("building the town") as status:
                town = await build_town(parts, clock.now(), status.update)
            out.print(town.welcome(), markup=False)

    go(work())


@asynccontextmanager
async def _installation(*, here: bool) -> AsyncGenerator[Settings]:
    if here:
        found = settings()
        if found.clock is None:
            raise end(2, "no virtual clock", "a story moves the clock: start Kith with KITH_CLOCK=var/clock")
        yield found
        return
    try:
        with err.status("starting an installation for the story"):
            manager = throwaway()
            found = await manager.__aenter__()
    except DidNotStart as error:
        raise end(1, "did not start", str(error)) from None
    try:
        yield found
    finally:
        await manager.__aexit__(None, None, None)


async def _play(name: str, stage: Stage) -> Told:
    try:
        await STORIES[name](stage)
        return Told(name, ok=True, steps=stage.steps, books=await stage.finish())
    except Deviation as deviation:
        return Told(name, ok=False, steps=stage.steps, books={}, deviation=str(deviation))


def _print(told: Told) -> None:
    for step in told.steps:
        out.print(f"[bold]{step.told}[/]")
        for party, seen in step.seen.items():
            state = seen.get("state", "")
            out.print(f"    {party}: {state}", markup=False)
    if told.deviation:
        out.print(f"[bold red]deviation[/] {told.deviation}")
    else:
        out.print(f"[bold green]as it must be[/]; in fen: {told.books}")
