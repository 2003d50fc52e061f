"""What payments keep of a person, as files of an export."""

from datetime import datetime

from kith import people
from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.payments import charge as charges
from kith.payments import charge_view as views
from kith.payments.charge_view import ChargeView, PayerRefund
from kith.payments.gateway import Gateways
from kith.payments.list_refunds import list_refunds
from kith.payments.refunds_of import refunds_of

_PAGE = 100


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    return (
        people.Part("payments/charges", "你的付款", "what you were asked to pay, and paid", _charges),
        people.Part("payments/refunds", "退给你的款", "what was given back to you", _refunds),
    )


async def _charges(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[ChargeView]:
    after_at, after_id = key(after, Newest) or TOP
    asked = await charges.by_payer.all(tx, payer_id=person_id, after_at=after_at, after_id=after_id, limit=_PAGE)
    refunds = await refunds_of(tx, [charge.charge_id for charge in asked])
    # A file is no place to pay at.
    nowhere = Gateways({})
    items = [
        views.view(charge, [refund for refund in refunds if refund.charge_id == charge.charge_id], nowhere, now)
        for charge in asked
    ]
    following = cursor(asked[-1].opened_at, asked[-1].charge_id) if len(asked) == _PAGE else None
    return Page(items, following)


async def _refunds(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[PayerRefund]:
    del now
    return await list_refunds(tx, person_id, after=after, limit=_PAGE)
