"""See a certificate as its reviewer."""

from datetime import datetime

from kith import media
from kith.applications import certificate as certificates
from kith.applications import reviewing
from kith.applications.application import ApplicationId, ApplicationNotFound
from kith.applications.certificate import CertificateId, CertificateNotFound, document_id
from kith.kit.sql import Tx


async def inspect_certificate(
    tx: Tx, application_id: ApplicationId, certificate_id: CertificateId, *, by: str, now: datetime
) -> media.Document:
    """The document. That `by` saw it is written down first. Raises `ApplicationNotFound`, `CertificateNotFound`."""
    row = await reviewing.lock.maybe(tx, application_id=application_id)
    if row is None:
        raise ApplicationNotFound
    one = {"person_id": row.person_id, "application_id": application_id, "certificate_id": certificate_id}
    if await certificates.one.maybe(tx, **one) is None:
        raise CertificateNotFound
    await reviewing.record.run(
        tx,
        application_id=application_id,
        deed="certificate_seen",
        by=by,
        certificate_id=certificate_id,
        reasons=[],
        words="",
        now=now,
    )
    return await media.seek_document(tx, document_id(row.person_id, certificate_id))
