"""Leaf through the diary of gifts given and received."""

from datetime import datetime

from kith import people
from kith.gifts import diary as diaries
from kith.gifts import leaf
from kith.gifts.leaf import Line
from kith.gifts.see_given import see_given
from kith.gifts.see_received import see_received
from kith.kit.page import Page, key
from kith.kit.sql import Tx


async def list_diary(
    tx: Tx, person_id: people.PersonId, *, year: int | None, limit: int, after: str | None, now: datetime
) -> Page[Line]:
    """What I gave and what reached me, of one year or of all, newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, diaries.Key) or leaf.top(year)
    where = {"person_id": person_id, "after_at": after_at, "after_id": after_id, "limit": limit}
    given = await diaries.given.all(tx, **where)
    received = await diaries.received.all(tx, **where, now=now)
    entries = leaf.merge(given, received, limit)
    seen = await see_given(tx, [entry.gift_id for entry in entries if entry in given], person_id, now)
    seen += await see_received(tx, [entry.gift_id for entry in entries if entry in received], person_id, now)
    views = {view.gift_id: view for view in seen}
    kept = [entry for entry in entries if entry.since_at >= leaf.since(year)]
    more = diaries.following(entries, limit) if len(kept) == len(entries) else None
    return Page([leaf.line(entry, views[entry.gift_id]) for entry in kept if entry.gift_id in views], more)
