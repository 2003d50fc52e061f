"""Read a feed file into the database."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

import msgspec
from psycopg.types.json import Jsonb

from kith.kit.sql import Tx
from kith.mall import feed as feeds
from kith.mall import feed_csv, feed_xml, offer
from kith.mall import feed_import as imports
from kith.mall.feed import FeedBroken, Row
from kith.mall.feed_import import ImportOrder
from kith.mall.offer import RowError
from kith.mall.policy import Policy
from kith.mall.report_errors import report_errors

_BATCH = 500
_NAMES = 200
"""Unknown attributes that are named; a file can hold more."""


async def stage_feed(tx: Tx, order: ImportOrder, policy: Policy) -> None:
    """Gather the rows of the file, so that the variants of one product, wherever they stand, can be read together.

    A few hundred rows are in memory at a time. Rows without an id are reported here. Raises `FeedBroken` for a file
    that cannot be read to its end: then nothing of it is entered.
    """
    await imports.empty_stage.run(tx, import_id=order.import_id)
    unknown: Counter[str] = Counter()
    count = nameless = 0
    try:
        file = await asyncio.to_thread(order.source.open, "rb")
    except OSError as error:
        raise FeedBroken("no_such_file") from error
    with file:
        rows = await asyncio.to_thread(_rows, file)
        while batch := await asyncio.to_thread(lambda: list(islice(rows, _BATCH))):
            count += len(batch)
            if count > policy.max_rows:
                raise FeedBroken("too_many_rows", batch[-1].number)
            _count_unknown(unknown, batch)
            nameless += await _stage(tx, order, batch, policy)
    if not count:
        raise FeedBroken("no_rows")
    await imports.staged.run(
        tx,
        merchant_id=order.merchant_id,
        import_id=order.import_id,
        rows=count,
        unknown=Jsonb(dict(unknown.most_common())),
        refused=nameless,
    )


def _rows(file: BinaryIO) -> Iterator[Row]:
    return feed_xml.rows(file) if feeds.is_xml(file) else feed_csv.rows(file)


def _count_unknown(unknown: Counter[str], batch: list[Row]) -> None:
    for row in batch:
        for name in row.attributes.keys() - feeds.USED - feeds.LEFT_ALONE - {feeds.EXTRA}:
            if name in unknown or len(unknown) < _NAMES:
                unknown[name] += 1


async def _stage(tx: Tx, order: ImportOrder, batch: list[Row], policy: Policy) -> int:
    named = [row for row in batch if offer.variant_key(row)]
    rows = [
        {
            "number": row.number,
            "product_key": offer.product_key(row),
            "variant_key": offer.variant_key(row),
            "attributes": msgspec.json.encode(row.attributes).decode(),
        }
        for row in named
    ]
    await imports.stage.run(tx, import_id=order.import_id, rows=msgspec.json.encode(rows).decode())
    nameless = [RowError(row.number, "id", "missing", "") for row in batch if not offer.variant_key(row)]
    await report_errors(tx, order.import_id, nameless, policy)
    return len(nameless)
