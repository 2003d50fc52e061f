"""Forget what push keeps of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.push import choice as choices
from kith.push import here
from kith.push import subscription as subscriptions
from kith.push import wanted as wishes


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """Subscriptions, and with them what is on its way; choices, what waits, and that the person is here.

    For `people.Leaving`.
    """
    del now
    for statement in (subscriptions.forget, choices.forget, wishes.forget, here.forget):
        await statement.run(tx, person_id=person_id)
