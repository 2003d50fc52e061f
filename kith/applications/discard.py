"""Take back an application."""

from datetime import datetime

from kith import media, notices, people
from kith.applications import application as applications
from kith.applications import certificate as certificates
from kith.applications.application import ApplicationClosed, ApplicationId
from kith.applications.certificate import document_id
from kith.kit.sql import Tx


async def discard(tx: Tx, person_id: people.PersonId, application_id: ApplicationId, now: datetime) -> None:
    """It is gone, with its certificates. One that is gone already stays so. Raises `ApplicationClosed` where somebody
    looks at it or it is decided.
    """
    one = {"person_id": person_id, "application_id": application_id}
    row = await applications.lock.maybe(tx, **one)
    if row is None:
        return
    if row.state not in ("draft", "submitted", "more_wanted"):
        raise ApplicationClosed
    gone = await certificates.remove.all(tx, **one, certificate_id=None)
    await media.drop_documents(tx, [document_id(person_id, each) for each in gone], now)
    await applications.remove.run(tx, **one)
    await notices.tell(tx, person_id, "shop_pass", application_id, now)
