"""A shop: its struct, its refusals, and every statement about it."""

from typing import NewType
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

MerchantId = NewType("MerchantId", UUID)


class Merchant(Struct, frozen=True):
    """A shop as people see it; `phone` is the shop's own."""

    merchant_id: MerchantId
    name: str
    city: str
    phone: str


class MerchantNotFound(Refusal, status=404):
    """There is no such shop."""


class MerchantExists(Refusal):
    """A shop with this id exists already, with another name, city or phone."""


class NotYourShop(Refusal, status=404):
    """There is no such shop among those you work for."""


class OwnerOnly(Refusal, status=403):
    """Only the owner of the shop sees and moves its money."""


add = Statement("""
    INSERT INTO merchant (merchant_id, name, city, phone, created_at)
    VALUES (%(merchant_id)s, %(name)s, %(city)s, %(phone)s, %(now)s)
    ON CONFLICT (merchant_id) DO NOTHING
""")

by_id = Query(Merchant, "SELECT merchant_id, name, city, phone FROM merchant WHERE merchant_id = %(merchant_id)s")

by_ids = Query(
    Merchant,
    "SELECT merchant_id, name, city, phone FROM merchant WHERE merchant_id = ANY(%(ids)s) ORDER BY name, merchant_id",
)

first = Query(
    Merchant, "SELECT merchant_id, name, city, phone FROM merchant ORDER BY name, merchant_id LIMIT %(limit)s"
)

hire = Statement("""
    INSERT INTO merchant_staff (merchant_id, person_id, since)
    VALUES (%(merchant_id)s, %(person_id)s, %(now)s)
    ON CONFLICT (merchant_id, person_id) DO NOTHING
""")

hire_by_person = Statement("""
    INSERT INTO staff_merchant (person_id, merchant_id, since)
    VALUES (%(person_id)s, %(merchant_id)s, %(now)s)
    ON CONFLICT (person_id, merchant_id) DO NOTHING
""")

staff = Query(
    UUID,
    "SELECT person_id FROM merchant_staff WHERE merchant_id = %(merchant_id)s AND person_id = %(person_id)s",
)

first_owner = Statement(
    "UPDATE merchant SET owner_id = %(person_id)s WHERE merchant_id = %(merchant_id)s AND owner_id IS NULL"
)

set_owner = Statement("UPDATE merchant SET owner_id = %(person_id)s WHERE merchant_id = %(merchant_id)s")

owner = Query(UUID, "SELECT owner_id FROM merchant WHERE merchant_id = %(merchant_id)s AND owner_id IS NOT NULL")

staff_of = Query(UUID, "SELECT person_id FROM merchant_staff WHERE merchant_id = %(merchant_id)s")

staffed = Query(UUID, "SELECT merchant_id FROM staff_merchant WHERE person_id = %(person_id)s")

block = Statement("""
    INSERT INTO shop_block (person_id, merchant_id, blocked_at)
    VALUES (%(person_id)s, %(merchant_id)s, %(now)s)
    ON CONFLICT (person_id, merchant_id) DO NOTHING
""")

unblock = Statement("""
    DELETE FROM shop_block WHERE person_id = %(person_id)s AND merchant_id = %(merchant_id)s
""")

blocked_by = Query(UUID, "SELECT merchant_id FROM shop_block WHERE person_id = %(person_id)s")
blocked = Query(
    UUID,
    "SELECT merchant_id FROM shop_block WHERE person_id = %(person_id)s AND merchant_id = %(merchant_id)s",
)

blocks_of = Query(UUID, "SELECT merchant_id FROM shop_block WHERE person_id = %(person_id)s")

dismiss = Statement("DELETE FROM merchant_staff WHERE merchant_id = %(merchant_id)s AND person_id = %(person_id)s")
forget_work = Statement("DELETE FROM staff_merchant WHERE person_id = %(person_id)s")
forget_blocks = Statement("DELETE FROM shop_block WHERE person_id = %(person_id)s")
owned = Query(
    UUID, "SELECT merchant_id FROM merchant WHERE merchant_id = ANY(%(ids)s::uuid[]) AND owner_id = %(owner_id)s"
)
disown = Statement(
    "UPDATE merchant SET owner_id = NULL WHERE merchant_id = %(merchant_id)s AND owner_id = %(person_id)s"
)
