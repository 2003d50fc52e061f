"""Leaf through the gifts of others that a person helped to pay."""

from datetime import datetime

from kith import people
from kith.gifts import co_payer as co_payers
from kith.gifts import diary as diaries
from kith.gifts.payer_view import PayerView
from kith.gifts.see_paid import see_paid
from kith.kit.page import Page, key
from kith.kit.sql import Tx


async def list_paid(
    tx: Tx, payer_id: people.PersonId, *, limit: int, after: str | None, now: datetime
) -> Page[PayerView]:
    """What I helped to pay, newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, diaries.Key) or diaries.TOP
    entries = await co_payers.newest.all(tx, person_id=payer_id, after_at=after_at, after_id=after_id, limit=limit)
    views = await see_paid(tx, [entry.gift_id for entry in entries], payer_id, now)
    return Page(views, diaries.following(entries, limit))
