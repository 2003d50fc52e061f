"""Review: an operator looks at every new or changed product before people do."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.mall.goods import Category, ProductId, ProductState

Decision = Literal["approved", "rejected", "delisted"]

FROM: dict[Decision, tuple[ProductState, ...]] = {
    "approved": ("in_review", "draft", "delisted"),
    "rejected": ("in_review",),
    "delisted": ("listed", "in_review", "draft"),
}
TO: dict[Decision, ProductState] = {"approved": "listed", "rejected": "draft", "delisted": "delisted"}


class Waiting(Struct, frozen=True):
    """A product in the review queue."""

    product_id: ProductId
    merchant_id: UUID
    category: Category
    title: str
    story: str
    lowest_fen: int
    picture_id: str | None
    changed_at: datetime


class NotUnderReview(Refusal):
    """This product is not in a state in which this can be decided."""


class WhyMissing(Refusal):
    """A product is rejected or delisted with a reason that its shop can read."""


queue = Query(
    Waiting,
    """
    SELECT p.product_id, p.merchant_id, p.category, p.title, p.story, p.lowest_fen,
           (SELECT f.picture_id FROM product_picture f
            WHERE f.product_id = p.product_id AND f.state = 'stored' ORDER BY f.position LIMIT 1) AS picture_id,
           p.changed_at
    FROM product p
    WHERE p.state = 'in_review'
      AND (%(merchant_id)s::uuid IS NULL OR p.merchant_id = %(merchant_id)s)
      AND (%(after_at)s::timestamptz IS NULL
           OR (p.changed_at, p.product_id) > (%(after_at)s::timestamptz, %(after_id)s::uuid))
    ORDER BY p.changed_at, p.product_id
    LIMIT %(limit)s
    """,
)

decide = Statement("""
    UPDATE product
    SET state = %(state)s::text,
        listed_at = CASE WHEN %(state)s::text = 'listed' THEN coalesce(listed_at, %(now)s) ELSE listed_at END
    WHERE product_id = %(product_id)s AND state = ANY(%(states)s)
""")

record = Statement("""
    INSERT INTO product_review (product_id, number, decision, decided_by, why, decided_at)
    SELECT %(product_id)s::uuid,
           1 + coalesce((SELECT max(r.number) FROM product_review r WHERE r.product_id = %(product_id)s), 0),
           %(decision)s::text, %(by)s::text, %(why)s::text, %(now)s::timestamptz
""")

delist_all = Statement("""
    WITH gone AS (
        UPDATE product p SET state = 'delisted', changed_at = %(now)s
        WHERE p.merchant_id = %(merchant_id)s AND p.state IN ('draft', 'in_review', 'listed')
        RETURNING p.product_id
    )
    INSERT INTO product_review (product_id, number, decision, decided_by, why, decided_at)
    SELECT g.product_id,
           1 + coalesce((SELECT max(r.number) FROM product_review r WHERE r.product_id = g.product_id), 0),
           'delisted', 'shop', 'nobody keeps the shop any more', %(now)s::timestamptz
    FROM gone g
""")

pause = Statement("""
    WITH gone AS (
        UPDATE product p SET state = 'delisted'
        WHERE p.merchant_id = %(merchant_id)s AND p.state = 'listed'
        RETURNING p.product_id
    )
    INSERT INTO product_review (product_id, number, decision, decided_by, why, decided_at)
    SELECT g.product_id,
           1 + coalesce((SELECT max(r.number) FROM product_review r WHERE r.product_id = g.product_id), 0),
           'delisted', 'suspension', 'the shop is suspended', %(now)s::timestamptz
    FROM gone g
""")

resume = Statement("""
    WITH back AS (
        UPDATE product p SET state = 'listed'
        WHERE p.merchant_id = %(merchant_id)s AND p.state = 'delisted' AND (
            SELECT r.decided_by FROM product_review r
            WHERE r.product_id = p.product_id ORDER BY r.number DESC LIMIT 1
        ) = 'suspension'
        RETURNING p.product_id
    )
    INSERT INTO product_review (product_id, number, decision, decided_by, why, decided_at)
    SELECT b.product_id,
           1 + coalesce((SELECT max(r.number) FROM product_review r WHERE r.product_id = b.product_id), 0),
           'approved', 'suspension', 'the shop is reinstated', %(now)s::timestamptz
    FROM back b
""")
