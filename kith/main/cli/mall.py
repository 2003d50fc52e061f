"""Commands about goods: importing feeds and reviewing what came in."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
import typer
from rich.progress import track

from kith import mall, media, merchants
from kith.kit import clock, ids
from kith.kit.sql import Database
from kith.main.cli.terminal import Json, end, err, go, out, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="Goods: feeds and review.")

_ERRORS_SHOWN = 50


class Import(msgspec.Struct):
    """What an import did, and the first of its errors."""

    done: mall.FeedImport
    errors: list[mall.FeedError]


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A Google Merchant feed (RSS, Atom or TSV), or CSV.")
    ],
    *,
    merchant: Annotated[UUID, typer.Option(help="Whose goods these are.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge the file and change nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="All or nothing.")] = False,
    delist_missing: Annotated[
        bool, typer.Option("--delist-missing", help="Delist goods of this shop that the file no longer has.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Import a shop's feed. Each valid product enters whole; each bad one stays out, with its row and reason."""

    async def work() -> None:
        order = mall.ImportOrder(
            import_id=ids.new(),
            merchant_id=merchants.MerchantId(merchant),
            source=file.resolve(),
            strict=strict,
            dry_run=dry_run,
            delist_missing=delist_missing,
            local_pictures=True,
        )
        async with running(settings()) as (parts, _):
            with err.status("reading and judging the feed"):
                done = await mall.import_feed(
                    parts[Database],
                    order,
                    shelf=parts[media.Shelf],
                    policy=parts[mall.Policy],
                    now=clock.now(),
                )
            async with parts[Database].transaction() as tx:
                errors = await mall.import_errors(tx, done.import_id, limit=_ERRORS_SHOWN)
        _tell(Import(done, errors), as_json=as_json)
        if done.refusal:
            raise end(1, "not imported", f"{done.refusal}: mend the rows above and import again")

    go(work())


@app.command()
def review(
    product: Annotated[list[UUID] | None, typer.Argument(help="Products to decide about.")] = None,
    *,
    merchant: Annotated[UUID | None, typer.Option(help="Only this shop's goods.")] = None,
    approve: Annotated[bool, typer.Option("--approve", help="List them.")] = False,
    approve_all: Annotated[bool, typer.Option("--approve-all", help="List everything that waits.")] = False,
    reject: Annotated[str | None, typer.Option(help="Send them back, with this reason.")] = None,
    delist: Annotated[str | None, typer.Option(help="Take them out of the mall, with this reason.")] = None,
    by: Annotated[str, typer.Option(help="Who decides.", envvar="USER")] = "operator",
    as_json: Json = False,
) -> None:
    """Show what waits for review, or decide about it."""
    decisions: dict[mall.Decision, str | None] = {
        "approved": "" if approve or approve_all else None,
        "rejected": reject,
        "delisted": delist,
    }
    chosen: list[tuple[mall.Decision, str]] = [
        (decision, why) for decision, why in decisions.items() if why is not None
    ]
    if len(chosen) > 1:
        raise end(2, "wrong use", "choose one of --approve, --approve-all, --reject and --delist")
    if bool(chosen) != bool(product or approve_all):
        raise end(2, "wrong use", "name products and a decision about them, or use --approve-all")

    async def work() -> None:
        async with running(settings()) as (parts, _):
            db = parts[Database]
            if not chosen:
                async with db.transaction() as tx:
                    page = await mall.review_queue(tx, _shop(merchant), 100, None)
                columns = ("product_id", "category", "title", "lowest_fen")
                show(page.items, columns, empty="nothing waits for review", as_json=as_json)
                return
            decision, why = chosen[0]
            wanted = await _waiting(db, merchant) if approve_all else [mall.ProductId(one) for one in product or ()]
            for one in track(wanted, "deciding", console=err, transient=True):
                async with db.transaction() as tx:
                    await mall.review(tx, one, decision, by=by, why=why, now=clock.now())
            out.print(f"{len(wanted)} {decision}")

    go(work())


async def _waiting(db: Database, merchant: UUID | None) -> list[mall.ProductId]:
    found: list[mall.ProductId] = []
    after: str | None = None
    while True:
        async with db.transaction() as tx:
            page = await mall.review_queue(tx, _shop(merchant), 100, after)
        found += [item.product_id for item in page.items]
        if page.next is None:
            return found
        after = page.next


def _shop(merchant: UUID | None) -> merchants.MerchantId | None:
    return merchants.MerchantId(merchant) if merchant else None


def _tell(told: Import, *, as_json: bool) -> None:
    if as_json:
        out.print(msgspec.json.encode(told).decode(), markup=False)
        return
    show(told.errors, ("number", "attribute", "code", "item"), empty="every row is good", as_json=False)
    done = told.done
    verb = "would be " if done.dry_run else ""
    out.print(
        f"{done.rows} rows, {done.products} products: {done.added} {verb}added, {done.changed} {verb}changed, "
        f"{done.unchanged} unchanged, {done.refused} refused, {done.delisted} delisted"
    )
    if done.unknown_attributes:
        names = ", ".join(f"{name} ({count})" for name, count in sorted(done.unknown_attributes.items()))
        out.print(f"attributes Kith does not use: {names}", markup=False)
