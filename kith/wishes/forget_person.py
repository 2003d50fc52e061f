"""Forget what somebody wished for who leaves."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.wishes import wish as wishes


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """Take all wishes back. For `people.Leaving`."""
    del now
    await wishes.forget.run(tx, person_id=person_id)
