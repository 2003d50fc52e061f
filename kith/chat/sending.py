"""The lane in which what people write goes to the database."""

from collections.abc import Sequence

from kith.chat.append import append
from kith.chat.floor import Saying
from kith.chat.message import Message
from kith.chat.policy import Policy
from kith.kit.batch import Lane
from kith.kit.refusal import Refusal
from kith.kit.sql import Database


class Sending(Lane[Saying, Message]):
    """What people write at the same moment goes as one transaction."""

    def __init__(self, db: Database, policy: Policy) -> None:
        async def run(sayings: Sequence[Saying]) -> Sequence[Message | Refusal]:
            async with db.transaction() as tx:
                return await append(tx, policy, sayings)

        super().__init__(run)
