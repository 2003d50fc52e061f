"""Judge a handful of a feed's products, and enter the good ones."""

from itertools import groupby

import msgspec

from kith.kit.sql import Tx
from kith.mall import draft as drafting
from kith.mall import feed_import as imports
from kith.mall import offer
from kith.mall.draft import Draft, Entered
from kith.mall.enter_products import enter_products
from kith.mall.feed import Row
from kith.mall.feed_import import ImportOrder, StagedRow
from kith.mall.goods import product_id
from kith.mall.offer import Reading, RowError
from kith.mall.report_errors import report_errors

_PRODUCTS = 100


class Chunk(msgspec.Struct, frozen=True):
    """What came of a chunk: the last product it reached, none at the end of the feed."""

    reached: str | None
    entered: Entered
    refused: int


async def enter_chunk(tx: Tx, order: ImportOrder, reading: Reading, after: str, *, enter: bool) -> Chunk:
    """Take the next products after `after`, report their bad rows, and enter the whole ones where `enter` says so.

    A product of which one row is bad stays out. A row whose id was there before is reported and left aside.
    """
    keys = await imports.next_keys.all(tx, import_id=order.import_id, after=after, limit=_PRODUCTS)
    if not keys:
        return Chunk(None, Entered(), 0)
    rows = await imports.rows_of.all(tx, import_id=order.import_id, keys=keys, most=reading.policy.max_variants + 1)
    errors: list[RowError] = []
    drafts: list[Draft] = []
    for _, group in groupby(rows, key=lambda row: row.product_key):
        whole = _judge(list(group), reading, errors)
        if whole is not None:
            drafts.append(whole)
    await report_errors(tx, order.import_id, errors, reading.policy)
    if enter:
        entered = await enter_products(tx, order.merchant_id, drafts, by="import", now=reading.now)
    else:
        entered = await _foreseen(tx, order, drafts)
    return Chunk(keys[-1], entered, len(keys) - len(drafts))


def _judge(staged: list[StagedRow], reading: Reading, errors: list[RowError]) -> Draft | None:
    rows = [Row(row.number, msgspec.json.decode(row.attributes, type=dict[str, list[str]])) for row in staged]
    for row, kept in zip(rows, staged, strict=True):
        if kept.repeated:
            errors.append(RowError(row.number, "id", "repeated", offer.item(row)))
    first = [row for row, kept in zip(rows, staged, strict=True) if not kept.repeated]
    if not first:
        return None
    judged = offer.judge(first, reading)
    if isinstance(judged, Draft):
        return judged
    errors += judged
    return None


async def _foreseen(tx: Tx, order: ImportOrder, drafts: list[Draft]) -> Entered:
    numbers = [product_id(order.merchant_id, draft.external_id) for draft in drafts]
    before = {row.product_id: row.fingerprint for row in await drafting.known.all(tx, product_ids=numbers)}
    same = sum(before.get(number) == drafting.fingerprint(draft) for draft, number in zip(drafts, numbers, strict=True))
    return Entered(len(drafts) - len(before), len(before) - same, same)
