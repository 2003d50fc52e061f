"""Commands about people's wallets."""

import getpass
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from kith import ledger, people, wallet
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, end, go, out, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="People's wallets.")

Whose = Annotated[UUID, typer.Argument(help="Person id.")]
Reason = Annotated[str, typer.Option(help="Why; its owner reads it when it is frozen, and it is kept.")]
By = Annotated[str, typer.Option(help="Who decides; your name on this machine if left out.")]


class Shown(msgspec.Struct):
    """A wallet as an operator sees it: what is in it and on its way out, in fen, and who froze or freed it when."""

    person_id: UUID
    balance_fen: int
    held_fen: int
    freezes: list[wallet.FreezeMove]


@app.command()
def freeze(person: Whose, *, reason: Reason, by: By = "") -> None:
    """Let nothing out of a wallet any more. What is under way goes on, and what comes in is kept."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            done = await wallet.freeze(
                tx, people.PersonId(person), reason=_said(reason), by=by or getpass.getuser(), now=clock.now()
            )
        out.print("frozen" if done else "was frozen before")

    go(work())


@app.command()
def unfreeze(person: Whose, *, reason: Reason, by: By = "") -> None:
    """Let money out of a wallet again."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            done = await wallet.unfreeze(
                tx, people.PersonId(person), reason=_said(reason), by=by or getpass.getuser(), now=clock.now()
            )
        out.print("freed" if done else "was not frozen")

    go(work())


@app.command("list")
def list_frozen(*, limit: Annotated[int, typer.Option(help="At most so many.")] = 100, as_json: Json = False) -> None:
    """Show the frozen wallets, the last first."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await wallet.list_frozen(tx, limit)
        show(rows, ("person_id", "frozen_at", "frozen_reason"), empty="no wallet is frozen", as_json=as_json)

    go(work())


@app.command("show")
def show_wallet(person: Whose, *, as_json: Json = False) -> None:
    """Show what is in a wallet, and who froze or freed it when and why."""

    async def work() -> None:
        account = wallet.account(person)
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            balance = (await ledger.balances(tx, [account])).get(account, ledger.Balance(0, 0, 0, 0))
            freezes = await wallet.list_freezes(tx, people.PersonId(person))
        shown = Shown(person, balance.free, balance.debits_pending, freezes)
        if as_json:
            out.print(msgspec.json.encode(shown).decode(), markup=False)
            return
        show([shown], ("person_id", "balance_fen", "held_fen"), empty="", as_json=False)
        columns = ("number", "deed", "reason", "decided_by", "decided_at")
        show(freezes, columns, empty="it was never frozen", as_json=False)

    go(work())


@app.command("orphans")
def list_orphans(*, as_json: Json = False) -> None:
    """Show the wallets with something in them whose owners left. Exits with 1 if there is one: see `set-aside`."""

    async def work() -> None:
        async with running(settings()) as (parts, _):
            rows = await wallet.list_orphans(parts[Database])
        show(rows, ("person_id", "fen"), empty="no wallet leads to nobody", as_json=as_json)
        if rows:
            raise typer.Exit(1)

    go(work())


@app.command("set-aside")
def set_aside(person: Whose, *, reason: Reason, by: By = "") -> None:
    """Move what is in the wallet of somebody who left to what the house keeps for whoever may claim it."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            fen = await wallet.set_aside(
                tx, people.PersonId(person), reason=_said(reason), by=by or getpass.getuser(), now=clock.now()
            )
        out.print(f"{fen} fen set aside" if fen else "nothing is in it")

    go(work())


@app.command("unclaimed")
def list_unclaimed(
    *, limit: Annotated[int, typer.Option(help="At most so many.")] = 100, as_json: Json = False
) -> None:
    """Show what was set aside, the last first."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await wallet.list_set_aside(tx, limit)
        columns = ("person_id", "number", "fen", "reason", "decided_by", "decided_at")
        show(rows, columns, empty="nothing was set aside", as_json=as_json)

    go(work())


def _said(reason: str) -> str:
    if not reason.strip():
        raise end(2, "wrong use", "this has a reason: --reason")
    return reason.strip()
