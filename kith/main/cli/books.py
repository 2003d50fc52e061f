"""Commands about reconciling: gateways' bills against the books, day by day."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
import typer

from kith import payments
from kith.kit import clock
from kith.kit.page import Page
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, end, go, out, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="Gateways' bills against the books: days, breaks, and closing them.")

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Which day, in Beijing.")]
Whose = Annotated[str | None, typer.Option("--gateway", help="Only this gateway's.")]
After = Annotated[str | None, typer.Option(help="Go on after the page before: what it ended with.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")]

_DAYS = ("gateway", "day", "state", "code", "tries", "age", "lines", "came", "went", "open_breaks")
_BREAKS = (
    "break_id",
    "gateway",
    "day",
    "item",
    "kind",
    "ours_fen",
    "theirs_fen",
    "theirs_day",
    "state",
    "reason",
    "age",
)


class DayRow(payments.BillDayView, frozen=True):
    """A day, and for how long its bill has been asked for in vain."""

    age: str | None


class BreakRow(payments.Break, frozen=True):
    """A break, and how long it was open, or is."""

    age: str


@app.command("days")
def list_days(
    *,
    gateway: Whose = None,
    unsettled: Annotated[
        bool, typer.Option("--unsettled", help="Those whose bill is awaited or that have open breaks.")
    ] = False,
    after: After = None,
    limit: Limit = 30,
    as_json: Json = False,
) -> None:
    """Show the days, the newest first: whether the bill is here, what it says that came and went, and open breaks."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            page = await payments.list_bill_days(tx, gateway=gateway, unsettled=unsettled, after=after, limit=limit)
        _page(Page([_day(row) for row in page.items], page.next), _DAYS, "no days yet", as_json=as_json)

    go(work())


@app.command("breaks")
def list_all_breaks(
    *,
    gateway: Whose = None,
    day: Day = None,
    kind: Annotated[payments.BreakKind | None, typer.Option(help="Only this kind.")] = None,
    closed: Annotated[bool, typer.Option("--closed", help="Those that are closed, too.")] = False,
    after: After = None,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """Show the differences between bills and books, the longest open first. Exits with 1 if one is open."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            page = await payments.list_breaks(
                tx,
                gateway=gateway,
                day=day.date() if day else None,
                kind=kind,
                closed=closed,
                after=after,
                limit=limit,
            )
        rows = [_aged(row) for row in page.items]
        _page(Page(rows, page.next), _BREAKS, "bills and books agree", as_json=as_json)
        if any(row.state == "open" for row in rows):
            raise typer.Exit(1)

    go(work())


@app.command("show")
def show_one(
    break_id: Annotated[UUID, typer.Argument(metavar="BREAK", help="Its id, as `kith books breaks` shows it.")],
    *,
    as_json: Json = False,
) -> None:
    """Show a break: both sides, what became of it, and what was moved for it."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            shown = await payments.show_break(tx, break_id)
        if as_json:
            out.print(msgspec.json.encode(shown).decode(), markup=False)
            return
        for name, value in msgspec.structs.asdict(_aged(shown.found)).items():
            if value is not None:
                out.print(f"{name:16}{value}", markup=False)
        show(shown.steps, ("at", "did", "kind", "ours_fen", "theirs_fen", "by", "reason", "note"), empty="",
             as_json=False)  # fmt: skip
        show(shown.moves, ("made_at", "what", "debit", "credit", "fen"), empty="nothing was moved", as_json=False)

    go(work())


@app.command("accounts")
def list_accounts(*, as_json: Json = False) -> None:
    """Show what lies in the accounts behind each gateway; of the clearing accounts also what no bill has said yet,
    which is all that may be in them."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await payments.holdings(tx, list(parts[payments.Gateways]))
        columns = ("gateway", "clearing", "clearing_explained", "payouts", "payouts_explained", "settled", "suspense",
                   "costs", "bank")  # fmt: skip
        show(rows, columns, empty="no money has moved yet", as_json=as_json)

    go(work())


@app.command()
def reconcile(
    *,
    gateway: Annotated[str | None, typer.Option(help="Whose bill; left out, every gateway's.")] = None,
    day: Day = None,
    as_json: Json = False,
) -> None:
    """Fetch the bill of a day and compare it, also one that was compared before; without --day all that are due. Exits
    with 1 while a bill is not there."""

    async def work() -> None:
        async with running(settings()) as (parts, _):
            db, policy, gateways = parts[Database], parts[payments.Policy], parts[payments.Gateways]
            await payments.sweep_bills(db, gateways, policy, now=clock.now())
            if day:
                async with db.transaction() as tx:
                    on = await payments.list_bill_days(tx, gateway=gateway, day=day.date(), after=None, limit=100)
                for name in [gateway] if gateway else [row.gateway for row in on.items]:
                    await payments.reconcile_day(db, gateways, policy, gateway=name, day=day.date(), now=clock.now())
            async with db.transaction() as tx:
                page = await payments.list_bill_days(
                    tx, gateway=gateway, day=day.date() if day else None, unsettled=day is None, after=None, limit=1000
                )
        rows = [_day(row) for row in page.items]
        if day and not rows:
            raise end(1, "no such day", f"nothing is reconciled of {day.date()}: not over yet, or no gateway in use")
        show(rows, _DAYS, empty="every bill is here, and no break is open", as_json=as_json)
        if any(row.state != "reconciled" for row in rows):
            raise typer.Exit(1)

    go(work())


@app.command()
def close(
    breaks: Annotated[list[UUID], typer.Argument(metavar="BREAK...", help="Their ids.")],
    *,
    reason: Annotated[payments.BreakReason, typer.Option(help="Why.")],
    note: Annotated[str, typer.Option(help="What there is to say about it.")] = "",
    to: Annotated[
        payments.BreakTarget | None,
        typer.Option(help="Move the difference there. Out of a clearing account it goes to suspense by itself."),
    ] = None,
    by: Annotated[str, typer.Option(help="Who decides.", envvar="USER")] = "operator",
    as_json: Json = False,
) -> None:
    """Close breaks one after the other, with a reason; what one left in a clearing account is moved out of it."""

    async def work() -> None:
        rows: list[BreakRow] = []
        async with running(settings()) as (parts, _):
            for one in breaks:
                async with parts[Database].transaction() as tx:
                    closed = await payments.close_break(
                        tx, one, reason=reason, note=note, to=to, by=by, now=clock.now()
                    )
                rows.append(_aged(closed))
        show(rows, ("break_id", "kind", "state", "reason", "moved_to", "moved_fen"), empty="", as_json=as_json)

    go(work())


def _page(page: Page[Any], columns: tuple[str, ...], empty: str, *, as_json: bool) -> None:
    if as_json:
        out.print(msgspec.json.encode(page).decode(), markup=False)
        return
    show(page.items, columns, empty=empty, as_json=False)
    if page.next:
        out.print(f"more: --after {page.next}", markup=False)


def _day(row: payments.BillDayView) -> DayRow:
    waits = row.first_asked_at if row.state != "reconciled" else None
    return DayRow(**msgspec.structs.asdict(row), age=_span(clock.now() - waits) if waits else None)


def _aged(row: payments.Break) -> BreakRow:
    return BreakRow(**msgspec.structs.asdict(row), age=_span((row.closed_at or clock.now()) - row.opened_at))


def _span(span: timedelta) -> str:
    hours = int(span.total_seconds()) // 3600
    return f"{hours // 24} d {hours % 24} h"
