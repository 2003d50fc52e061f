"""Leaf through the diary of gifts given."""

from datetime import datetime

from kith import people
from kith.gifts import diary as diaries
from kith.gifts.giver_view import GiverView
from kith.gifts.see_given import see_given
from kith.kit.page import Page, key
from kith.kit.sql import Tx


async def list_given(
    tx: Tx, giver_id: people.PersonId, *, limit: int, after: str | None, now: datetime
) -> Page[GiverView]:
    """What I gave, newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, diaries.Key) or diaries.TOP
    entries = await diaries.given.all(tx, person_id=giver_id, after_at=after_at, after_id=after_id, limit=limit)
    views = await see_given(tx, [entry.gift_id for entry in entries], giver_id, now)
    return Page(views, diaries.following(entries, limit))
