"""Look at one's own certificate."""

from kith import media, people
from kith.applications import certificate as certificates
from kith.applications.application import ApplicationId
from kith.applications.certificate import CertificateId, CertificateNotFound, document_id
from kith.kit.sql import Tx


async def see_certificate(
    tx: Tx, person_id: people.PersonId, application_id: ApplicationId, certificate_id: CertificateId
) -> media.Document:
    """The document, for whoever sent it. Raises `CertificateNotFound`."""
    one = {"person_id": person_id, "application_id": application_id, "certificate_id": certificate_id}
    if await certificates.one.maybe(tx, **one) is None:
        raise CertificateNotFound
    return await media.seek_document(tx, document_id(person_id, certificate_id))
