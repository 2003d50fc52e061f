"""List who asks to join a group."""

from datetime import UTC, datetime
from uuid import UUID

from kith import people
from kith.chat import group as groups
from kith.chat import joiner as joiners
from kith.chat import member as members
from kith.chat.conversation import ConversationId
from kith.chat.group import GroupNotFound, JoinRequest
from kith.kit.page import Newest, Page, cursor, key
from kith.kit.sql import Tx

_FIRST: Newest = (datetime.min.replace(tzinfo=UTC), UUID(int=0))


async def list_requests(
    tx: Tx, group_id: ConversationId, person_id: people.PersonId, *, limit: int, after: str | None, now: datetime
) -> Page[JoinRequest]:
    """To those who run it, the oldest first. Raises `BadCursor`, `GroupNotFound`, `RoleNeeded`."""
    after_at, after_id = key(after, Newest) or _FIRST
    mine = await members.one.maybe(tx, conversation_id=group_id, person_id=person_id)
    if mine is None:
        raise GroupNotFound
    groups.runs(mine)
    found = await joiners.waiting.all(tx, group_id=group_id, after_at=after_at, after_id=after_id, limit=limit)
    cards = await people.cards(tx, [one.person_id for one in found], now)
    last = found[-1] if len(found) == limit else None
    return Page(
        [JoinRequest(cards[one.person_id], one.text, one.asked_at) for one in found],
        cursor(last.asked_at, last.person_id) if last else None,
    )
