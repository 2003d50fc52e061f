"""Show what the dev outbox was given."""

from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.people import message as messages
from kith.people.message import OutboxMessage


async def list_outbox(tx: Tx, after: str | None, limit: int) -> Page[OutboxMessage]:
    """Messages, newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, Newest) or TOP
    found = await messages.newest.all(tx, after_at=after_at, after_id=after_id, limit=limit + 1)
    shown = found[:limit]
    following = cursor(shown[-1].sent_at, shown[-1].message_id) if len(found) > limit else None
    return Page(shown, following)
