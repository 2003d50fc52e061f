"""One run of the importer: what was asked, how far it is, what came of it."""

from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith import merchants
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

ImportState = Literal["reading", "entering", "done", "refused"]


class ImportOrder(Struct, frozen=True, kw_only=True):
    """What is asked of the importer. `local_pictures` lets rows name files beside the feed: for operators' own runs."""

    import_id: UUID
    merchant_id: merchants.MerchantId
    source: Path
    strict: bool = False
    dry_run: bool = False
    delist_missing: bool = False
    local_pictures: bool = False


class FeedImport(Struct, frozen=True):
    """An import: its state and counts. `refused` counts products that stayed out, `refusal` is why a whole file did."""

    import_id: UUID
    merchant_id: UUID
    state: ImportState
    strict: bool
    dry_run: bool
    delist_missing: bool
    rows: int
    products: int
    added: int
    changed: int
    unchanged: int
    refused: int
    delisted: int
    unknown_attributes: dict[str, int]
    refusal: str | None
    refusal_row: int | None
    started_at: datetime
    finished_at: datetime | None


class Asked(Struct, frozen=True):
    """The order behind an import, and the last product that is done."""

    source: str
    strict: bool
    dry_run: bool
    delist_missing: bool
    local_pictures: bool
    state: ImportState
    reached: str


class FeedError(Struct, frozen=True):
    """What was wrong with a row: its number, the attribute, a code, and what the shop calls the item."""

    number: int
    attribute: str
    code: str
    item: str


class StagedRow(Struct, frozen=True):
    """A gathered row; `repeated` where an earlier row has the same id."""

    number: int
    product_key: str
    attributes: str
    repeated: bool


class Unfinished(Struct, frozen=True):
    """An import that was begun and is not at its end."""

    merchant_id: UUID
    import_id: UUID


class ImportNotFound(Refusal, status=404):
    """This shop has no such import."""


class ImportExists(Refusal):
    """An import with this id was asked for with another file or in another way."""


class ImportRunning(Refusal):
    """Another import of this shop is running. Wait for its end."""


def ordered(merchant_id: merchants.MerchantId, import_id: UUID, asked: Asked) -> ImportOrder:
    """The order as it was written down."""
    return ImportOrder(
        import_id=import_id,
        merchant_id=merchant_id,
        source=Path(asked.source),
        strict=asked.strict,
        dry_run=asked.dry_run,
        delist_missing=asked.delist_missing,
        local_pictures=asked.local_pictures,
    )


open_import = Statement("""
    INSERT INTO feed_import (merchant_id, import_id, source, strict, dry_run, delist_missing, local_pictures, state,
                             reached, rows, products, added, changed, unchanged, refused, delisted,
                             unknown_attributes, started_at)
    VALUES (%(merchant_id)s, %(import_id)s, %(source)s, %(strict)s, %(dry_run)s, %(delist_missing)s,
            %(local_pictures)s, 'reading', '', 0, 0, 0, 0, 0, 0, 0, '{}', %(now)s)
    ON CONFLICT (merchant_id, import_id) DO NOTHING
""")

asked = Query(
    Asked,
    """
    SELECT source, strict, dry_run, delist_missing, local_pictures, state, reached
    FROM feed_import WHERE merchant_id = %(merchant_id)s AND import_id = %(import_id)s
    """,
)

by_id = Query(
    FeedImport,
    """
    SELECT import_id, merchant_id, state, strict, dry_run, delist_missing, rows, products, added, changed, unchanged,
           refused, delisted, unknown_attributes, refusal, refusal_row, started_at, finished_at
    FROM feed_import WHERE merchant_id = %(merchant_id)s AND import_id = %(import_id)s
    """,
)

of_merchant = Query(
    FeedImport,
    """
    SELECT import_id, merchant_id, state, strict, dry_run, delist_missing, rows, products, added, changed, unchanged,
           refused, delisted, unknown_attributes, refusal, refusal_row, started_at, finished_at
    FROM feed_import
    WHERE merchant_id = %(merchant_id)s
      AND (%(after_at)s::timestamptz IS NULL
           OR (started_at, import_id) < (%(after_at)s::timestamptz, %(after_id)s::uuid))
    ORDER BY started_at DESC, import_id DESC
    LIMIT %(limit)s
    """,
)

unfinished = Query(
    Unfinished,
    """
    SELECT merchant_id, import_id FROM feed_import
    WHERE finished_at IS NULL AND started_at <= %(before)s
    ORDER BY started_at LIMIT 100
    """,
)

# One import a shop at a time, for as long as the connection lives: a killed importer leaves no lock behind.
guard = Query(bool, "SELECT pg_try_advisory_lock(1634561, hashtext(%(merchant_id)s::text))")
unguard = Query(bool, "SELECT pg_advisory_unlock(1634561, hashtext(%(merchant_id)s::text))")

empty_stage = Statement("DELETE FROM feed_row WHERE import_id = %(import_id)s")

stage = Statement("""
    INSERT INTO feed_row (import_id, number, product_key, variant_key, attributes)
    SELECT %(import_id)s::uuid, r.number, r.product_key, r.variant_key, r.attributes
    FROM jsonb_to_recordset(%(rows)s::jsonb)
         AS r (number integer, product_key text, variant_key text, attributes text)
""")

staged = Statement("""
    UPDATE feed_import
    SET state = 'entering', rows = %(rows)s, unknown_attributes = %(unknown)s, refused = %(refused)s,
        products = (SELECT count(DISTINCT r.product_key) FROM feed_row r WHERE r.import_id = %(import_id)s)
    WHERE merchant_id = %(merchant_id)s AND import_id = %(import_id)s AND state = 'reading'
""")

next_keys = Query(
    str,
    """
    SELECT DISTINCT product_key FROM feed_row
    WHERE import_id = %(import_id)s AND product_key > %(after)s
    ORDER BY product_key LIMIT %(limit)s
    """,
)

rows_of = Query(
    StagedRow,
    """
    SELECT number, product_key, attributes, repeated FROM (
        SELECT r.number, r.product_key, r.attributes,
               EXISTS (SELECT FROM feed_row e WHERE e.import_id = r.import_id AND e.variant_key = r.variant_key
                                                AND e.number < r.number) AS repeated,
               row_number() OVER (PARTITION BY r.product_key ORDER BY r.number) AS place
        FROM feed_row r
        WHERE r.import_id = %(import_id)s AND r.product_key = ANY(%(keys)s)
    ) AS ranked
    WHERE place <= %(most)s AND number IS NOT NULL
    ORDER BY product_key, number
    """,
)

report = Statement("""
    INSERT INTO feed_error (import_id, number, attribute, code, item)
    SELECT %(import_id)s::uuid, r.number, r.attribute, r.code, r.item
    FROM unnest(%(numbers)s::integer[], %(attributes)s::text[], %(codes)s::text[], %(items)s::text[])
         AS r (number, attribute, code, item)
    WHERE (SELECT count(*) FROM feed_error f WHERE f.import_id = %(import_id)s) < %(most)s::bigint
    ON CONFLICT (import_id, number, attribute, code) DO NOTHING
""")

progress = Statement("""
    UPDATE feed_import
    SET reached = %(reached)s, added = added + %(added)s, changed = changed + %(changed)s,
        unchanged = unchanged + %(unchanged)s, refused = refused + %(refused)s
    WHERE merchant_id = %(merchant_id)s AND import_id = %(import_id)s AND state = 'entering'
""")

delist_missing = Statement("""
    WITH missing AS (
        UPDATE product p SET state = 'delisted', fingerprint = ''::bytea, changed_at = %(now)s
        WHERE p.merchant_id = %(merchant_id)s AND p.state IN ('in_review', 'listed') AND NOT EXISTS (
            SELECT FROM feed_row r WHERE r.import_id = %(import_id)s AND r.product_key = p.external_id
        )
        RETURNING p.product_id
    )
    INSERT INTO product_review (product_id, number, decision, decided_by, why, decided_at)
    SELECT m.product_id,
           1 + coalesce((SELECT max(r.number) FROM product_review r WHERE r.product_id = m.product_id), 0),
           'delisted', 'import', 'missing from a newer feed', %(now)s::timestamptz
    FROM missing m
""")

finish = Statement("""
    UPDATE feed_import
    SET state = %(state)s, refusal = %(refusal)s, refusal_row = %(refusal_row)s, delisted = %(delisted)s,
        finished_at = %(now)s
    WHERE merchant_id = %(merchant_id)s AND import_id = %(import_id)s AND finished_at IS NULL
""")

errors = Query(
    FeedError,
    """
    SELECT number, attribute, code, item FROM feed_error
    WHERE import_id = %(import_id)s
      AND (%(after)s::integer IS NULL
           OR (number, attribute, code) > (%(after)s::integer, %(after_attribute)s::text, %(after_code)s::text))
    ORDER BY number, attribute, code
    LIMIT %(limit)s
    """,
)
