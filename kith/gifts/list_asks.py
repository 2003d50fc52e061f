"""Leaf through what a person is asked to pay."""

from datetime import datetime

from kith import people
from kith.gifts import ask as asks
from kith.gifts.ask_view import AskView
from kith.gifts.see_asks import see_asks
from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx


async def list_asks(
    tx: Tx, payer_id: people.PersonId, *, limit: int, after: str | None, now: datetime
) -> Page[AskView]:
    """What I am asked and have not dismissed, newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, Newest) or TOP
    asked = await asks.newest.all(tx, person_id=payer_id, after_at=after_at, after_id=after_id, limit=limit)
    following = cursor(asked[-1].asked_at, asked[-1].ask_id) if len(asked) == limit else None
    views = {view.ask_id: view for view in await see_asks(tx, asked, payer_id, now)}
    return Page([views[one.ask_id] for one in asked], following)
