"""What a shop says of a product, before it is one; and the statements that enter many at once."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

import msgspec
from msgspec import Struct

from kith.kit.fold import folded
from kith.kit.sql import Query, Statement
from kith.mall import words
from kith.mall.goods import Category, Occasion, product_id, sku_id


class DraftVariant(Struct, frozen=True):
    """A variant to be. `units` is not part of what is reviewed."""

    external_id: str
    options: dict[str, str]
    fen: int
    units: int


class Draft(Struct, frozen=True):
    """A whole product to be. `pictures` are addresses, or paths in the feed's folder after `feed:`."""

    external_id: str
    category: Category
    title: str
    story: str
    brand: str
    ship_from: str
    ships_to: list[str]
    ship_within_hours: int
    occasions: list[Occasion]
    pictures: list[str]
    variants: list[DraftVariant]


class Known(Struct, frozen=True):
    """A product that is there already, and what was said of it."""

    product_id: UUID
    fingerprint: bytes


class Entered(Struct, frozen=True):
    """How many products came of a number of drafts."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Entered") -> "Entered":
        return Entered(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)


def fingerprint(draft: Draft) -> bytes:
    """The same for two drafts exactly when nothing that is shown differs: all but the units."""
    variants = [msgspec.structs.replace(variant, units=0) for variant in draft.variants]
    return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(draft, variants=variants))).digest()


def product_rows(merchant_id: UUID, drafts: list[Draft]) -> str:
    """Rows of `product` as JSON."""
    return _json(
        {
            "product_id": product_id(merchant_id, draft.external_id),
            "external_id": draft.external_id,
            "category": draft.category,
            "title": draft.title,
            "story": draft.story,
            "brand": draft.brand,
            "ship_from": draft.ship_from,
            "ships_to": draft.ships_to,
            "ship_within_hours": draft.ship_within_hours,
            "occasions": draft.occasions,
            "lowest_fen": min(variant.fen for variant in draft.variants),
            "folded": folded(draft.title),
            "words": words.lexemes(draft.title, draft.story, _others(draft)),
            "fingerprint": fingerprint(draft).hex(),
        }
        for draft in drafts
    )


def variant_rows(merchant_id: UUID, drafts: list[Draft]) -> str:
    """Rows of `variant` as JSON."""
    return _json(
        {
            "sku_id": sku_id(number, variant.external_id),
            "product_id": number,
            "external_id": variant.external_id,
            "options": variant.options,
            "fen": variant.fen,
            "position": position,
            "units": variant.units,
        }
        for number, draft in ((product_id(merchant_id, draft.external_id), draft) for draft in drafts)
        for position, variant in enumerate(draft.variants)
    )


def picture_rows(merchant_id: UUID, drafts: list[Draft]) -> str:
    """Rows of `product_picture` as JSON."""
    return _json(
        {"product_id": number, "position": position, "source": source}
        for number, draft in ((product_id(merchant_id, draft.external_id), draft) for draft in drafts)
        for position, source in enumerate(draft.pictures)
    )


def _others(draft: Draft) -> list[str]:
    return [draft.brand, *(value for variant in draft.variants for value in variant.options.values())]


def _json(rows: Iterable[object]) -> str:
    return msgspec.json.encode(list(rows)).decode()


known = Query(Known, "SELECT product_id, fingerprint FROM product WHERE product_id = ANY(%(product_ids)s)")

enter = Statement("""
    INSERT INTO product (product_id, merchant_id, external_id, category, title, story, brand, ship_from, ships_to,
                         ship_within_hours, occasions, state, lowest_fen, folded, words, fingerprint,
                         created_at, changed_at)
    SELECT r.product_id, %(merchant_id)s::uuid, r.external_id, r.category, r.title, r.story, r.brand, r.ship_from,
           r.ships_to, r.ship_within_hours, r.occasions, 'in_review', r.lowest_fen, r.folded,
           array_to_tsvector(r.words), decode(r.fingerprint, 'hex'), %(now)s::timestamptz, %(now)s::timestamptz
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (
        product_id uuid, external_id text, category text, title text, story text, brand text, ship_from text,
        ships_to text[], ship_within_hours integer, occasions text[], lowest_fen bigint, folded text, words text[],
        fingerprint text
    )
    ON CONFLICT (product_id) DO UPDATE
    SET category = excluded.category, title = excluded.title, story = excluded.story, brand = excluded.brand,
        ship_from = excluded.ship_from, ships_to = excluded.ships_to,
        ship_within_hours = excluded.ship_within_hours, occasions = excluded.occasions, state = excluded.state,
        lowest_fen = excluded.lowest_fen, folded = excluded.folded, words = excluded.words,
        fingerprint = excluded.fingerprint, changed_at = excluded.changed_at
""")

submit = Statement("""
    INSERT INTO product_review (product_id, number, decision, decided_by, why, decided_at)
    SELECT p.product_id,
           1 + coalesce((SELECT max(r.number) FROM product_review r WHERE r.product_id = p.product_id), 0),
           'submitted', %(by)s::text, '', %(now)s::timestamptz
    FROM unnest(%(product_ids)s::uuid[]) AS p (product_id)
""")

enter_variants = Statement("""
    INSERT INTO variant (sku_id, product_id, external_id, options, fen, position, retired, fed_units)
    SELECT r.sku_id, r.product_id, r.external_id, r.options, r.fen, r.position, false, 0
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (
        sku_id uuid, product_id uuid, external_id text, options jsonb, fen bigint, position integer
    )
    ON CONFLICT (sku_id) DO UPDATE
    SET options = excluded.options, fen = excluded.fen, position = excluded.position, retired = false
""")

open_stock = Statement("""
    INSERT INTO stock (sku_id, units, held, changed_at)
    SELECT r.sku_id, 0, 0, %(now)s::timestamptz FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (sku_id uuid)
    ON CONFLICT (sku_id) DO NOTHING
""")

retire = Statement("""
    WITH gone AS (
        UPDATE variant v SET retired = true, fed_units = 0
        WHERE v.product_id = ANY(%(product_ids)s) AND NOT v.retired
          AND v.sku_id NOT IN (
              SELECT r.sku_id FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (sku_id uuid) WHERE r.sku_id IS NOT NULL
          )
        RETURNING v.sku_id
    )
    UPDATE stock SET units = 0, changed_at = %(now)s FROM gone WHERE stock.sku_id = gone.sku_id
""")

restock = Query(
    UUID,
    """
    WITH fed AS (
        UPDATE variant v SET fed_units = r.units
        FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (sku_id uuid, units integer)
        WHERE v.sku_id = r.sku_id AND v.fed_units <> r.units
        RETURNING v.sku_id, v.product_id, v.fed_units
    ), counted AS (
        UPDATE stock s SET units = fed.fed_units, changed_at = %(now)s FROM fed WHERE s.sku_id = fed.sku_id
    )
    SELECT product_id FROM fed
    """,
)

drop_pictures = Statement("""
    DELETE FROM product_picture f
    WHERE f.product_id = ANY(%(product_ids)s) AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (product_id uuid, source text)
        WHERE r.product_id = f.product_id AND r.source = f.source
    )
""")

want_pictures = Statement("""
    INSERT INTO product_picture (product_id, position, source, state, tries, try_at)
    SELECT r.product_id, r.position, r.source, 'wanted', 0, %(now)s::timestamptz
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (product_id uuid, position integer, source text)
    ON CONFLICT (product_id, source) DO UPDATE
    SET position = excluded.position,
        state = CASE WHEN product_picture.state = 'failed' THEN 'wanted' ELSE product_picture.state END,
        tries = CASE WHEN product_picture.state = 'failed' THEN 0 ELSE product_picture.tries END,
        try_at = CASE WHEN product_picture.state = 'failed' THEN excluded.try_at ELSE product_picture.try_at END
""")
