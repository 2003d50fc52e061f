"""Who has money that is to be sent on at once, because no wallet may keep it (custody `provider`)."""

from datetime import datetime, timedelta

from msgspec import Struct

from kith import people
from kith.kit.sql import Query, Statement

AGAIN = timedelta(hours=1)
"""How long somebody waits whose money could not be sent on: the gateway is not set up, the wallet is frozen."""


class Due(Struct, frozen=True):
    """Somebody whose money is to be sent on, and when they were told that an account is missing."""

    person_id: people.PersonId
    told_at: datetime | None


want = Statement(
    """
    INSERT INTO wallet_due (person_id, due_at)
    SELECT person.id, %(now)s FROM unnest(%(person_ids)s::uuid[]) AS person (id) ORDER BY person.id
    ON CONFLICT (person_id) DO NOTHING
    """
)

hurry = Statement("UPDATE wallet_due SET due_at = %(now)s WHERE person_id = %(person_id)s")

due = Query(
    Due,
    """
    SELECT person_id, told_at FROM wallet_due WHERE due_at <= %(now)s
    ORDER BY due_at, person_id LIMIT %(limit)s
    """,
)

done = Statement("DELETE FROM wallet_due WHERE person_id = %(person_id)s")

# Whoever has no account is looked at again when they enter one.
tell = Statement(
    """
    UPDATE wallet_due SET due_at = 'infinity', told_at = coalesce(told_at, %(now)s) WHERE person_id = %(person_id)s
    """
)

postpone = Statement("UPDATE wallet_due SET due_at = %(due_at)s WHERE person_id = %(person_id)s")
