"""Remove a certificate from an application."""

from datetime import datetime

from kith import media, people
from kith.applications import application as applications
from kith.applications import certificate as certificates
from kith.applications.application import EDITABLE, ApplicationClosed, ApplicationId, ApplicationNotFound
from kith.applications.certificate import CertificateId, document_id
from kith.kit.sql import Tx


async def drop_certificate(
    tx: Tx,
    person_id: people.PersonId,
    application_id: ApplicationId,
    certificate_id: CertificateId,
    now: datetime,
) -> None:
    """Its file is deleted soon. One that is gone stays so. Raises `ApplicationNotFound`, `ApplicationClosed`."""
    one = {"person_id": person_id, "application_id": application_id}
    row = await applications.lock.maybe(tx, **one)
    if row is None:
        raise ApplicationNotFound
    if row.state not in EDITABLE:
        raise ApplicationClosed
    gone = await certificates.remove.all(tx, **one, certificate_id=certificate_id)
    await media.drop_documents(tx, [document_id(person_id, each) for each in gone], now)
