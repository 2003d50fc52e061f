"""List an owner's payouts."""

from uuid import UUID

from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.payments import payout as payouts
from kith.payments.payout import Payout


async def list_payouts(tx: Tx, owner_id: UUID, *, after: str | None, limit: int) -> Page[Payout]:
    """What this owner wanted to be paid out, the newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, Newest) or TOP
    found = await payouts.newest.all(tx, owner_id=owner_id, after_at=after_at, after_id=after_id, limit=limit + 1)
    shown = found[:limit]
    following = cursor(shown[-1].wanted_at, shown[-1].payout_id) if len(found) > limit else None
    return Page(shown, following)
