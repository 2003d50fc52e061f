"""A person's own list of gifts that others gave, or wished for, and this person helped to pay."""

from uuid import UUID

from kith.gifts.diary import Entry
from kith.kit.sql import Query, Statement

note = Statement(
    """INSERT INTO co_payer (person_id, gift_id, asker_id, merchant_id, paid_at)
    VALUES (%(person_id)s, %(gift_id)s, %(asker_id)s, %(merchant_id)s, %(now)s) ON CONFLICT DO NOTHING"""
)
of = Query(UUID, "SELECT gift_id FROM co_payer WHERE person_id = %(person_id)s AND gift_id = %(gift_id)s")
newest = Query(
    Entry,
    """SELECT gift_id, paid_at AS since_at FROM co_payer
    WHERE person_id = %(person_id)s AND (paid_at, gift_id) < (%(after_at)s, %(after_id)s)
    ORDER BY paid_at DESC, gift_id DESC LIMIT %(limit)s""",
)
# Whom the friend may not work for while the address can be read.
comes_from = Statement(
    "UPDATE co_payer SET merchant_id = %(merchant_id)s WHERE person_id = %(person_id)s AND gift_id = %(gift_id)s"
)
from_shop = Query(
    UUID, "SELECT gift_id FROM co_payer WHERE person_id = %(person_id)s AND merchant_id = %(merchant_id)s"
)
forget = Statement("DELETE FROM co_payer WHERE person_id = %(person_id)s")
