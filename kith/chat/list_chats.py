"""List a person's conversations."""

from datetime import datetime
from typing import Literal

from kith import people
from kith.chat import chat as chats
from kith.chat import inbox as inboxes
from kith.chat.chat import Chat
from kith.chat.policy import Policy
from kith.chat.see_chats import see_chats
from kith.kit.page import TOP, Newest, Page, key
from kith.kit.sql import Tx


async def list_chats(
    tx: Tx,
    policy: Policy,
    person_id: people.PersonId,
    box: Literal["chats", "greetings"],
    *,
    limit: int,
    after: str | None,
    now: datetime,
) -> Page[Chat]:
    """Those with the newest messages first. Groups are never among the greetings. Raises `BadCursor`."""
    after_at, after_id = key(after, Newest) or TOP
    where = {"person_id": person_id, "after_at": after_at, "after_id": after_id, "limit": limit}
    pairs = await inboxes.pairs.all(tx, **where, box=box)
    groups = await inboxes.groups.all(tx, **where) if box == "chats" else []
    entries = chats.merge(pairs, groups, limit)
    return Page(await see_chats(tx, policy, person_id, entries, now), chats.following(entries, limit))
