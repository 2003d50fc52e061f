"""Take conversations in which something was said that nobody has been pushed for."""

from datetime import datetime

from kith.chat import due
from kith.chat.conversation import ConversationId
from kith.kit.sql import Tx


async def take_due(tx: Tx, now: datetime, limit: int) -> list[ConversationId]:
    """Those that have waited long enough and that nobody else is taking. They are due no more, if this commits."""
    return [ConversationId(one) for one in await due.take.all(tx, now=now, limit=limit)]
