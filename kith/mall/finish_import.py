"""Bring an import to its end."""

from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.mall import feed_import as imports
from kith.mall.feed_import import ImportOrder


async def finish_import(
    tx: Tx, order: ImportOrder, now: datetime, *, refusal: str | None = None, row: int | None = None
) -> None:
    """Delist what is missing if that was asked, forget the gathered rows, and have the pictures fetched.

    With a `refusal` nothing is delisted and nothing fetched: the code and the row where it showed are kept.
    """
    entered = refusal is None and not order.dry_run
    delisted = 0
    if entered and order.delist_missing:
        delisted = await imports.delist_missing.run(
            tx, merchant_id=order.merchant_id, import_id=order.import_id, now=now
        )
    await imports.empty_stage.run(tx, import_id=order.import_id)
    await imports.finish.run(
        tx,
        merchant_id=order.merchant_id,
        import_id=order.import_id,
        state="refused" if refusal else "done",
        refusal=refusal,
        refusal_row=row,
        delisted=delisted,
        now=now,
    )
    if entered:
        await jobs.later(tx, "mall.fetch_pictures")
