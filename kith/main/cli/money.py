"""Commands about money: payments that are stuck, and the audit of everything."""

from datetime import datetime
from typing import Annotated

import msgspec
import typer

from kith import ledger, payments
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.audit import audit, books
from kith.main.books import Books
from kith.main.cli.terminal import Json, end, go, out, settings, show
from kith.main.serve import running

app = typer.Typer()
payments_app = typer.Typer(no_args_is_help=True, help="Money on its way in and out.")

payouts_app = typer.Typer(no_args_is_help=True, help="Money on its way to the shops.")


class Report(msgspec.Struct):
    """The books and every finding."""

    books: Books
    findings: list[ledger.Finding]


@app.command("audit")
def audit_all(*, as_json: Json = False) -> None:
    """Prove that every fen is accounted for. Exits with 1 and the offending rows if one is not."""

    async def work() -> None:
        async with running(settings()) as (parts, _):
            findings = await audit(parts)
            async with parts[Database].transaction() as tx:
                money = await books(tx)
        if as_json:
            out.print(msgspec.json.encode(Report(money, findings)).decode(), markup=False)
        else:
            show(findings, ("check", "subject", "detail"), empty="every fen is accounted for", as_json=False)
            show([money], money.__struct_fields__, empty="", as_json=False)
        if findings:
            raise typer.Exit(1)

    go(work())


@payments_app.command("list")
def list_payments(
    *,
    stuck: Annotated[bool, typer.Option("--stuck", help="Those without a definite end.")] = False,
    as_json: Json = False,
) -> None:
    """Show the money that an operator should look at, unknown outcomes first. Exits with 1 if there is any."""
    if not stuck:
        raise end(2, "wrong use", "an operator sees the payments that are stuck: --stuck")

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await payments.stuck(tx, parts[payments.Policy], clock.now())
        show(rows, ("kind", "id", "state", "code", "fen", "since"), empty="nothing is stuck", as_json=as_json)
        if rows:
            raise typer.Exit(1)

    go(work())


@payouts_app.command("list")
def list_payouts(
    *,
    stuck: Annotated[bool, typer.Option("--stuck", help="Only those without a definite end.")] = False,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 100,
    as_json: Json = False,
) -> None:
    """Show the payouts, the newest first; where it goes is masked. With --stuck exits with 1 if there are any."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await payments.latest_payouts(tx, parts[payments.Policy], stuck=stuck, limit=limit, now=clock.now())
        columns = ("payout_id", "owner_id", "fen", "hint", "state", "code", "gateway_number", "wanted_at")
        show(rows, columns, empty="nothing is stuck" if stuck else "no payouts yet", as_json=as_json)
        if stuck and rows:
            raise typer.Exit(1)

    go(work())


@payments_app.command("bill")
def show_bill(
    *,
    day: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Which day, in Beijing.")],
    gateway: Annotated[str, typer.Option(help="Whose bill.")] = "alipay",
    funds: Annotated[bool, typer.Option("--funds", help="All that moved the account, in place of the trades.")] = False,
    as_json: Json = False,
) -> None:
    """Fetch a gateway's own bill of a day. Exits with 1 while there is none: it comes in the morning after."""
    kind: payments.BillKind = "funds" if funds else "trades"

    async def work() -> None:
        async with running(settings()) as (parts, _):
            try:
                rows = await payments.read_bill(
                    parts[payments.Gateways], parts[payments.Policy], name=gateway, day=day.date(), kind=kind
                )
            except payments.BadBill as error:
                raise end(1, "unreadable bill", str(error)) from None
        columns = ("kind", "number", "gateway_number", "fen", "at" if funds else "done_at")
        show(rows, columns, empty="nothing happened on that day", as_json=as_json)

    go(work())
