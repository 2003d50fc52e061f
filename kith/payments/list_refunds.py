"""List what was given back to a person."""

from kith import people
from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.payments import charge_view as views
from kith.payments.charge_view import PayerRefund


async def list_refunds(tx: Tx, payer_id: people.PersonId, *, after: str | None, limit: int) -> Page[PayerRefund]:
    """Refunds of this payer, the newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, Newest) or TOP
    found = await views.newest_refunds.all(
        tx, person_id=payer_id, after_at=after_at, after_id=after_id, limit=limit + 1
    )
    shown = found[:limit]
    refunds = await views.refunds_by_id.all(
        tx, charge_ids=[each.charge_id for each in shown], refund_ids=[each.refund_id for each in shown]
    )
    following = cursor(shown[-1].wanted_at, shown[-1].refund_id) if len(found) > limit else None
    return Page(refunds, following)
