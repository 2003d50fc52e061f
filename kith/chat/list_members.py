"""List the members of a group."""

from datetime import UTC, datetime
from uuid import UUID

from kith import people
from kith.chat import joiner as joiners
from kith.chat import member as members
from kith.chat.conversation import ConversationId
from kith.chat.group import GroupMember, GroupNotFound
from kith.kit.page import Page, cursor, key
from kith.kit.sql import Tx

_RANKS = ("owner", "admin", "member")
_FIRST = (-1, datetime.min.replace(tzinfo=UTC), UUID(int=0))


async def list_members(
    tx: Tx, group_id: ConversationId, person_id: people.PersonId, *, limit: int, after: str | None, now: datetime
) -> Page[GroupMember]:
    """To its members: the owner, the admins, then the others as they joined. Raises `BadCursor`, `GroupNotFound`."""
    after_rank, after_at, after_id = key(after, tuple[int, datetime, UUID]) or _FIRST
    mine = await members.one.maybe(tx, conversation_id=group_id, person_id=person_id)
    found = await joiners.members.all(
        tx, group_id=group_id, after_rank=after_rank, after_at=after_at, after_id=after_id, limit=limit
    )
    if mine is None:
        raise GroupNotFound
    cards = await people.cards(tx, [one.person_id for one in found], now)
    last = found[-1] if len(found) == limit else None
    return Page(
        [GroupMember(cards[one.person_id], one.role, one.joined_at) for one in found],
        cursor(_RANKS.index(last.role), last.joined_at, last.person_id) if last else None,
    )
