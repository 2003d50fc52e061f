"""Commands about the operators of this installation."""

import getpass
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from kith import ops
from kith.kit import clock, ids
from kith.kit.authenticator import relying_party
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database, Tx
from kith.main.cli.terminal import Json, go, out, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="Who runs this installation: operators, their roles, and their log.")


class RoleName(StrEnum):
    """A role as it is typed."""

    REVIEWER = "reviewer"
    SUPPORT = "support"
    FINANCE = "finance"
    ADMIN = "admin"


Name = Annotated[str, typer.Argument(help="The operator's name.")]
GivenRoles = Annotated[list[RoleName], typer.Option("--role", help="May be given several times.")]
MaybeRoles = Annotated[list[RoleName] | None, typer.Option("--role", help="May be given several times.")]
By = Annotated[str, typer.Option(help="Who decides; your name on this machine if left out.")]


@app.command("invite")
def invite_one(name: Name, *, role: MaybeRoles = None, by: By = "", as_json: Json = False) -> None:
    """Print the link with which somebody makes their passkey: it works once, within a day.

    Whoever is an operator already loses the passkey they had, and keeps their roles unless others are given.
    """

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            invited = await _invited(tx, parts, name, _roles(role or ()), by)
        if as_json:
            show([invited], (), empty="", as_json=True)
            return
        out.print(f"for {invited.name}, once, until {invited.valid_until:%Y-%m-%d %H:%M} UTC:", markup=False)
        out.print(invited.link, markup=False)

    go(work())


@app.command("list")
def list_all(*, as_json: Json = False) -> None:
    """Show the operators."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await ops.list_operators(tx)
        columns = ("operator_id", "name", "roles", "enrolled_at", "used_at", "invited_until", "revoked_at")
        show(rows, columns, empty="no operators yet: `kith operators invite NAME --role admin`", as_json=as_json)

    go(work())


@app.command("roles")
def set_roles(name: Name, *, role: GivenRoles, by: By = "") -> None:
    """Give an operator these roles and no others."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            found = await ops.find_by_name(tx, name)
            await ops.set_roles(tx, found.operator_id, _roles(role), by=_by(by), now=clock.now())
        out.print(f"{name} is {', '.join(role)}", markup=False)

    go(work())


@app.command()
def revoke(name: Name, *, by: By = "") -> None:
    """Take an operator's access away at once."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            found = await ops.find_by_name(tx, name)
            await ops.revoke(tx, found.operator_id, by=_by(by), now=clock.now())
        out.print(f"{name} is no operator any more", markup=False)

    go(work())


@app.command("log")
def show_log(
    *,
    about: Annotated[str | None, typer.Option(help="Only what is about this, as `person/ID`.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 50,
    as_json: Json = False,
) -> None:
    """Show what operators did and looked at, the newest first. `kith audit` proves that it is whole."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            page = await ops.list_log(tx, about=about, deed=None, by=None, after=None, limit=limit)
        show(page.items, ("entry", "at", "by", "deed", "about", "facts"), empty="nothing yet", as_json=as_json)

    go(work())


async def _invited(tx: Tx, parts: Parts, name: str, roles: list[ops.Role], by: str) -> ops.Invited:
    policy, party, now = parts[ops.Policy], relying_party(parts[Settings].site), clock.now()
    try:
        found = await ops.find_by_name(tx, name)
    except ops.OperatorNotFound:
        if not roles:
            raise typer.BadParameter("a new operator has a role", param_hint="--role") from None
        operator_id = ops.OperatorId(ids.new(now))
        return await ops.invite(tx, policy, party, operator_id=operator_id, name=name, roles=roles, by=_by(by), now=now)
    return await ops.invite_again(
        tx, policy, party, operator_id=found.operator_id, roles=roles or None, by=_by(by), now=now
    )


def _roles(names: Iterable[RoleName]) -> list[ops.Role]:
    return [name.value for name in names]


def _by(name: str) -> str:
    return name or getpass.getuser()
