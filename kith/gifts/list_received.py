"""Leaf through the diary of gifts received."""

from datetime import datetime

from kith import people
from kith.gifts import diary as diaries
from kith.gifts.recipient_view import RecipientView
from kith.gifts.see_received import see_received
from kith.kit.page import Page, key
from kith.kit.sql import Tx


async def list_received(
    tx: Tx, recipient_id: people.PersonId, *, limit: int, after: str | None, now: datetime
) -> Page[RecipientView]:
    """What reached me, newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, diaries.Key) or diaries.TOP
    entries = await diaries.received.all(
        tx, person_id=recipient_id, after_at=after_at, after_id=after_id, limit=limit, now=now
    )
    views = await see_received(tx, [entry.gift_id for entry in entries], recipient_id, now)
    return Page(views, diaries.following(entries, limit))
