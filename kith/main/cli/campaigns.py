"""Commands about campaigns: envelopes that the house gives to active groups."""

import getpass
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import typer

from kith import campaigns, envelopes
from kith.campaigns import CampaignForm, CampaignId, Step
from kith.kit import clock, ids, money
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, end, err, go, out, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="Envelopes that the house gives to active groups.")

_BEIJING = ZoneInfo("Asia/Shanghai")
_DOING: dict[Step, str] = {
    "choose": "the groups are chosen",
    "prepare": "envelopes are prepared",
    "open": "it is open",
    "end": "envelopes are ended",
}

EXAMPLE = """\
name = "New Year"
kind = "lucky"                      # or "equal"
fen = 8800                          # in each envelope
count = 20                          # shares of each envelope
greeting = "恭喜发财"
cover = "classic"
least_members = 5                   # of a group that may get one
least_score = 15                    # days on which its members wrote, added up over the members
window_days = 7                     # in so many days
least_age_days = 7                  # of the group
most_groups = 10000
budget_fen = 88000000
opens_at = 2027-02-06 00:00:00      # in Beijing, to the second
open_minutes = 1440
"""

Which = Annotated[UUID, typer.Argument(help="Campaign id.")]
By = Annotated[str, typer.Option(help="Who decides; your name on this machine if left out.")]


class Line(msgspec.Struct):
    """A campaign in a list; moments are in Beijing."""

    campaign_id: UUID
    name: str
    state: str
    opens_at: str
    fen: int
    count: int
    budget_fen: int


@app.command()
def draft(
    file: Annotated[Path | None, typer.Argument(help="A TOML file; --example shows one.")] = None,
    *,
    campaign: Annotated[UUID | None, typer.Option("--id", help="Of a draft to change; a new one if left out.")] = None,
    example: Annotated[bool, typer.Option("--example", help="Print such a file.")] = False,
    by: By = "",
) -> None:
    """Write down what a campaign gives, to which groups, and when. Nothing is given nor kept for it yet."""
    if example or file is None:
        out.print(EXAMPLE, end="", markup=False)
        return
    form = _read(file)
    campaign_id = CampaignId(campaign or ids.new())

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            await campaigns.draft(
                tx, parts[envelopes.Policy], campaign_id, form, by=by or getpass.getuser(), now=clock.now()
            )
        out.print(str(campaign_id))

    go(work())


@app.command()
def preview(
    campaign: Which,
    *,
    limit: Annotated[int, typer.Option(min=1, help="At most so many groups.")] = 20,
    after: Annotated[int, typer.Option(min=0, help="Those after this place.")] = 0,
    as_json: Json = False,
) -> None:
    """Show who would get what if the groups were chosen now, or who gets what once they are. Nothing is kept of it."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            with err.status("looking at all groups"):
                seen = await campaigns.preview(
                    tx, parts[campaigns.Policy], CampaignId(campaign), limit=limit, after=after, now=clock.now()
                )
        if as_json:
            out.print(msgspec.json.encode(seen).decode(), markup=False)
            return
        columns = ("place", "name", "members", "score", "fen", "prepared")
        show(seen.lines, columns, empty="no group is active enough", as_json=False)
        asked = "were chosen" if seen.settled else f"of {seen.eligible} that are active enough"
        out.print(
            f"{seen.groups} groups {asked} get {money.yuan(seen.fen)} of {money.yuan(seen.budget_fen)} yuan",
            markup=False,
        )

    go(work())


@app.command()
def schedule(campaign: Which, *, by: By = "") -> None:
    """Cut its budget from what is set aside; from now on it runs by itself."""

    async def work() -> None:
        async with running(settings()) as (parts, _):
            async with parts[Database].transaction() as tx:
                await campaigns.schedule(
                    tx, parts[campaigns.Policy], CampaignId(campaign), by=by or getpass.getuser(), now=clock.now()
                )
            await _tend(parts, campaign)

    go(work())


@app.command()
def pause(campaign: Which, *, by: By = "") -> None:
    """Prepare nothing any more, and let nobody open what was, until it is resumed or its time is over."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            await campaigns.pause(
                tx, parts[campaigns.Policy], CampaignId(campaign), by=by or getpass.getuser(), now=clock.now()
            )
        out.print("paused")

    go(work())


@app.command()
def resume(campaign: Which, *, by: By = "") -> None:
    """Let it go on where it was held up."""

    async def work() -> None:
        async with running(settings()) as (parts, _):
            async with parts[Database].transaction() as tx:
                await campaigns.resume(
                    tx, parts[campaigns.Policy], CampaignId(campaign), by=by or getpass.getuser(), now=clock.now()
                )
            await _tend(parts, campaign)

    go(work())


@app.command()
def stop(campaign: Which, *, by: By = "") -> None:
    """End it for good: what nobody took goes back at once; shares that were taken stay."""

    async def work() -> None:
        async with running(settings()) as (parts, _):
            async with parts[Database].transaction() as tx:
                await campaigns.stop(
                    tx, parts[campaigns.Policy], CampaignId(campaign), by=by or getpass.getuser(), now=clock.now()
                )
            await _tend(parts, campaign)

    go(work())


@app.command("list")
def list_campaigns(
    *, limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50, as_json: Json = False
) -> None:
    """Show the campaigns, the newest first."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            page = await campaigns.list_campaigns(tx, limit=limit)
        show([_line(one) for one in page.items], Line.__struct_fields__, empty="no campaigns yet", as_json=as_json)

    go(work())


@app.command("show")
def show_campaign(campaign: Which, *, as_json: Json = False) -> None:
    """Show how a campaign stands, and who did what with it."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            seen = await campaigns.show_campaign(tx, CampaignId(campaign))
        if as_json:
            out.print(msgspec.json.encode(seen).decode(), markup=False)
            return
        show([_line(seen.campaign)], Line.__struct_fields__, empty="", as_json=False)
        show([seen], ("groups", "prepared", "left_fen"), empty="", as_json=False)
        show(seen.moves, ("deed", "moved_by", "moved_at"), empty="", as_json=False)

    go(work())


@app.command()
def report(
    campaign: Which,
    *,
    table: Annotated[Path | None, typer.Option("--csv", help="Write a line a group into this file.")] = None,
    as_json: Json = False,
) -> None:
    """Show what became of a campaign: what was given, taken and has gone back, and how fast."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            told = await campaigns.report(tx, CampaignId(campaign))
            if table is not None:
                table.write_text(await campaigns.export_report(tx, CampaignId(campaign)))
        if as_json:
            out.print(msgspec.json.encode(told).decode(), markup=False)
            return
        columns = ("groups", "given", "fen", "shares", "taken", "taken_fen", "people", "unopened", "back_fen")
        show([told], columns, empty="", as_json=False)
        show(told.minutes, ("minute", "shares", "fen"), empty="", as_json=False)

    go(work())


async def _tend(parts: Parts, campaign: UUID) -> None:
    """Do at once what a worker would do within a minute, and say how it stands then."""
    steps = 0
    with err.status("looking what is due") as status:

        def told(step: Step) -> None:
            nonlocal steps
            steps += 1
            status.update(f"{_DOING[step]} ({steps})")

        await campaigns.tend(parts[Database], parts[campaigns.Policy], CampaignId(campaign), clock.now(), told)
    async with parts[Database].transaction() as tx:
        seen = await campaigns.show_campaign(tx, CampaignId(campaign))
    out.print(f"{_line(seen.campaign).state}; {seen.prepared} of {seen.groups} envelopes are prepared", markup=False)


def _line(one: campaigns.Campaign) -> Line:
    state = "paused" if one.paused_at else one.state
    opens_at = one.opens_at.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    return Line(one.campaign_id, one.name, state, opens_at, one.fen, one.count, one.budget_fen)


def _read(file: Path) -> CampaignForm:
    try:
        given = tomllib.loads(file.read_text())
        opens_at = given.get("opens_at")
        if isinstance(opens_at, datetime) and opens_at.tzinfo is None:
            given["opens_at"] = opens_at.replace(tzinfo=_BEIJING)
        unknown = set(given) - set(CampaignForm.__struct_fields__)
        if unknown:
            raise end(2, "wrong use", f"{file} says `{min(unknown)}`, which is not known; see --example")
        return msgspec.convert(given, CampaignForm)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise end(2, "wrong use", f"{file}: {error}") from None
