"""Ask for a copy of all one's data."""

from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.people import export as exports
from kith.people import person as persons
from kith.people.export import ExportId, Exporting, ExportView
from kith.people.person import PersonId
from kith.people.policy import Policy
from kith.people.session import SignInFirst


async def want_export(
    tx: Tx, policy: Policy, exporting: Exporting, *, person_id: PersonId, export_id: ExportId, now: datetime
) -> ExportView:
    """Lock the person, note the wish, and leave the work to a job. The same wish again is answered as it stands.

    Raises `SignInFirst`, `ExportUnderWay`, `ExportsTooOften`.
    """
    person = await persons.lock.maybe(tx, person_id=person_id)
    if person is None or person.left_at:
        raise SignInFirst
    first = await exports.by_id.maybe(tx, person_id=person_id, export_id=export_id)
    if first is None:
        recent = await exports.recent.one(tx, person_id=person_id, since_at=exports.day_before(now))
        exports.may_export(recent, policy, now)
        await exports.insert.run(tx, person_id=person_id, export_id=export_id, total=exporting.total, now=now)
        await jobs.later(tx, "people.export", person_id=str(person_id), export_id=str(export_id))
        first = await exports.by_id.one(tx, person_id=person_id, export_id=export_id)
    return exports.view(first, now)
