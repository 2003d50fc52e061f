"""Find out how far conversations have come."""

from collections.abc import Mapping, Sequence

from kith.chat import conversation as conversations
from kith.kit.sql import Database


async def last_revisions(db: Database, conversation_ids: Sequence[str]) -> Mapping[str, int]:
    """The revision of each. For `Hub.watch`."""
    async with db.connection() as connection:
        found = await conversations.reached.all(connection, conversation_ids=list(conversation_ids))
    return {str(one.conversation_id): one.revision for one in found}
