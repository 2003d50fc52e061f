"""Open one's conversation with somebody."""

from datetime import datetime

from kith import people
from kith.chat.chat import Chat
from kith.chat.open_pair import open_pair
from kith.chat.policy import Policy
from kith.chat.show_chat import show_chat
from kith.kit.sql import Tx


async def open_chat(
    tx: Tx, policy: Policy, person_id: people.PersonId, other_id: people.PersonId, now: datetime
) -> Chat:
    """The conversation of the two, as the first of them sees it; the other learns of it when something is said.

    Raises `people.NotYourself`, `people.PersonNotFound` (also across a block).
    """
    return await show_chat(tx, policy, await open_pair(tx, person_id, other_id, now), person_id, now)
