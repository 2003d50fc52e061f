"""A part of a gift's price: who pays it, through which charge, and where the money is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith import payments, people
from kith.gifts.gift import GiftId
from kith.gifts.split import split
from kith.kit.sql import Query, Statement

PartState = Literal["open", "paid", "over"]
"""It may be paid; it was; it was not, and can no longer be."""


class Part(Struct, frozen=True):
    """`fen` that one payer puts in. Paid, the money lies in the gift's account; returned, in the charge's again.

    `returned_fen` went back while the gift goes on; what is left goes back when it ends.
    """

    gift_id: GiftId
    charge_id: payments.ChargeId
    payer_id: people.PersonId
    fen: int
    pay_by: datetime
    paid_at: datetime | None
    cancelled_at: datetime | None
    returned_at: datetime | None
    returned_fen: int = 0

    @property
    def left_fen(self) -> int:
        """What the gift still has of it, if it was paid."""
        return self.fen - self.returned_fen

    @property
    def open(self) -> bool:
        """Whether it waits for its payment. Until then nobody else can pay its fen."""
        return self.paid_at is None and self.cancelled_at is None


def paid_fen(parts: Sequence[Part]) -> int:
    """What has been paid so far."""
    return sum(part.fen for part in parts if part.paid_at)


def reserved_fen(parts: Sequence[Part]) -> int:
    """What is being paid now."""
    return sum(part.fen for part in parts if part.open)


def shares(parts: Sequence[Part], fen: int) -> list[tuple[Part, int]]:
    """What of each part goes back when `fen` of all that is left do: in proportion to what is left of it."""
    paid = {part.charge_id: part for part in parts if part.paid_at and part.left_fen}
    found = split(fen, {charge_id: part.left_fen for charge_id, part in paid.items()})
    return [(paid[charge_id], share) for charge_id, share in sorted(found.items()) if share]


_ROW = "SELECT gift_id, charge_id, payer_id, fen, pay_by, paid_at, cancelled_at, returned_at, returned_fen FROM part"

of = Query(Part, _ROW + " WHERE gift_id = %(gift_id)s ORDER BY charge_id")
insert = Statement(
    """INSERT INTO part (gift_id, charge_id, payer_id, fen, pay_by, returned_fen)
    VALUES (%(gift_id)s, %(charge_id)s, %(payer_id)s, %(fen)s, %(pay_by)s, 0)"""
)
pay = Query(
    UUID,
    """UPDATE part SET paid_at = %(now)s
    WHERE gift_id = %(gift_id)s AND charge_id = %(charge_id)s AND paid_at IS NULL AND cancelled_at IS NULL
    RETURNING charge_id""",
)
cancel = Statement(
    """UPDATE part SET cancelled_at = %(now)s
    WHERE gift_id = %(gift_id)s AND charge_id = %(charge_id)s AND paid_at IS NULL AND cancelled_at IS NULL"""
)
give_back = Statement(
    """UPDATE part SET returned_at = %(now)s
    WHERE gift_id = %(gift_id)s AND charge_id = %(charge_id)s AND paid_at IS NOT NULL AND returned_at IS NULL"""
)
give_some_back = Statement(
    """UPDATE part SET returned_fen = returned_fen + %(fen)s
    WHERE gift_id = %(gift_id)s AND charge_id = %(charge_id)s AND paid_at IS NOT NULL AND returned_at IS NULL"""
)
