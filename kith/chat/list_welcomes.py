"""See how groups met somebody."""

from datetime import datetime, timedelta

from kith import people
from kith.chat import welcome as welcomes
from kith.chat.welcome import Welcome
from kith.kit.sql import Tx

GROUPS = 20
MESSAGES = 1_000


async def list_welcomes(tx: Tx, person_id: people.PersonId, *, since: datetime, within: timedelta) -> list[Welcome]:
    """The groups that the person joined since then and is still in, the newest first, 20 at most.

    The person's first words count when they are among the first 1,000 messages since, and others' when they are among
    the next 1,000, no later than `within`.
    """
    return await welcomes.of.all(tx, person_id=person_id, since=since, within=within, groups=GROUPS, messages=MESSAGES)
