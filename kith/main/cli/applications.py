"""Commands of reviewers: who applies for a shop, what becomes of it, and of the shop."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from kith import applications, media, merchants
from kith.kit import clock
from kith.kit.keyring import KeyRing
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, end, go, out, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="Applications for a shop.")

Which = Annotated[UUID, typer.Argument(help="Application id.")]
By = Annotated[str, typer.Option(help="Who reviews; your name on this machine if left out.")]


class Said(msgspec.Struct):
    """A line of an application: what is asked, and what the applicant said."""

    name: str
    value: str


@app.command("list")
def list_queue(
    *,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 50,
    after: Annotated[str | None, typer.Option(help="`next` of the page before.")] = None,
    as_json: Json = False,
) -> None:
    """Show what waits to be looked at, the oldest first."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            found = await applications.list_queue(tx, limit=limit, after=after)
        columns = ("application_id", "shop_name", "category", "city", "state", "submitted_at", "review_by")
        show(found.items, columns, empty="nobody waits", as_json=as_json)
        if found.next and not as_json:
            out.print(f"more: --after {found.next}", markup=False)

    go(work())


@app.command()
def review(which: Which, *, by: By = "", as_json: Json = False) -> None:
    """Take an application for an hour, and show all of it. That you saw it is written down."""
    me = by or getpass.getuser()

    async def work() -> None:
        number, now = applications.ApplicationId(which), clock.now()
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            await applications.take(tx, parts[applications.Policy], number, by=me, now=now)
            dossier = await applications.inspect(tx, parts[KeyRing], number, by=me, now=now)
        if as_json:
            out.print(msgspec.json.encode(dossier).decode(), markup=False)
            return
        row = dossier.application
        said = {
            "shop": row.shop_name,
            "category": row.category,
            "city": row.city,
            "telephone": row.phone,
            "legal name": dossier.legal_name,
            "identity number": dossier.id_number,
            "licence": row.licence_no,
            "certified before": row.merchant_id,
        }
        show([Said(name, str(value or "")) for name, value in said.items()], ("name", "value"), empty="", as_json=False)
        columns = ("certificate_id", "kind", "media_type", "pages", "size")
        show(dossier.certificates, columns, empty="no certificates", as_json=False)
        show(dossier.steps, ("number", "deed", "done_by", "words", "done_at"), empty="", as_json=False)

    go(work())


@app.command()
def certificate(
    which: Which,
    certificate_id: Annotated[UUID, typer.Argument(help="Which of its certificates.")],
    to: Annotated[Path, typer.Argument(help="The file to write.", dir_okay=False)],
    *,
    by: By = "",
) -> None:
    """Write a certificate into a file that only you can read. That you saw it is written down."""

    async def work() -> None:
        number, of = applications.ApplicationId(which), applications.CertificateId(certificate_id)
        async with running(settings()) as (parts, _):
            async with parts[Database].transaction() as tx:
                found = await applications.inspect_certificate(
                    tx, number, of, by=by or getpass.getuser(), now=clock.now()
                )
            content = await parts[media.Shelf].get_document(found.stored_as)
        to.touch(mode=0o600)
        to.write_bytes(content)
        out.print(f"{to}: {found.media_type}, {found.size} bytes", markup=False)

    go(work())


@app.command()
def decide(
    which: Which,
    decision: Annotated[str, typer.Argument(help="approved, more_wanted or refused.")],
    *,
    reason: Annotated[
        list[str] | None, typer.Option(help="photo_unreadable, licence_differs, … ; repeat for more.")
    ] = None,
    words: Annotated[str, typer.Option(help="What else the applicant is to read.")] = "",
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Until when it is certified; a year if left out.")
    ] = None,
    by: By = "",
) -> None:
    """Approve an application that you have taken, want more, or refuse it. The applicant is told why."""
    try:
        decided = msgspec.convert(decision, applications.Decision)
        reasons = msgspec.convert(reason or [], list[applications.Reason])
    except msgspec.ValidationError as error:
        raise end(2, "wrong use", str(error)) from None

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            merchant_id = await applications.decide(
                tx,
                parts[applications.Policy],
                applications.ApplicationId(which),
                decided,
                by=by or getpass.getuser(),
                reasons=reasons,
                words=words,
                until_at=until.replace(tzinfo=UTC) if until else None,
                now=clock.now(),
            )
        out.print(f"{decided}: {merchant_id}" if decided == "approved" else decided, markup=False)

    go(work())


def suspend(
    merchant_id: Annotated[UUID, typer.Argument(help="Which shop.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; its owner reads it, and it is kept.")],
    by: By = "",
) -> None:
    """Let a shop sell nothing new. The orders that it has run on."""
    _move(merchant_id, reason, by, suspends=True)


def reinstate(
    merchant_id: Annotated[UUID, typer.Argument(help="Which shop.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; it is kept.")],
    by: By = "",
) -> None:
    """Let a suspended shop sell again."""
    _move(merchant_id, reason, by, suspends=False)


def _move(merchant_id: UUID, reason: str, by: str, *, suspends: bool) -> None:
    if not reason.strip():
        raise end(2, "wrong use", "it has a reason: --reason")
    verb = merchants.suspend if suspends else merchants.reinstate

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            await verb(
                tx,
                parts[merchants.StandingMoved],
                merchants.MerchantId(merchant_id),
                by=by or getpass.getuser(),
                reason=reason.strip(),
                now=clock.now(),
            )
        out.print("suspended" if suspends else "reinstated")

    go(work())
