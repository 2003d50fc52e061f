"""Tell a person that something of theirs has changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kith import people
from kith.kit import commit
from kith.kit.sql import Tx
from kith.notices import event as events
from kith.notices.event import Kind, Told


async def tell(tx: Tx, person_id: people.PersonId, kind: Kind, ref: UUID, now: datetime) -> None:
    """Write an event at the end of this transaction, and wake whoever follows this person's events after the commit.

    Told twice in one transaction is told once.
    """
    commit.write_last(tx, _write, Told(person_id, kind, ref, now))
    commit.hint(tx, events.topic(person_id))


async def _write(tx: Tx, told: Sequence[Told]) -> None:
    told = events.once(told)
    events.write.send(
        tx,
        person_ids=[each.person_id for each in told],
        later=events.places(told),
        kinds=[each.kind for each in told],
        refs=[each.ref for each in told],
        happened_ats=[each.happened_at for each in told],
    )
