"""Add a certificate to an application."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kith import media, people
from kith.applications import application as applications
from kith.applications import certificate as certificates
from kith.applications.application import (
    EDITABLE,
    ApplicationClosed,
    ApplicationId,
    ApplicationNotFound,
    TooManyCertificates,
)
from kith.applications.certificate import (
    Certificate,
    CertificateId,
    CertificateKind,
    CertificatesFull,
    document_id,
)
from kith.applications.policy import Policy
from kith.kit.sql import Database, Tx


async def add_certificate(
    db: Database,
    shelf: media.Shelf,
    policy: Policy,
    *,
    person_id: people.PersonId,
    application_id: ApplicationId,
    certificate_id: CertificateId,
    kind: CertificateKind,
    raw: bytes,
    now: datetime,
) -> Certificate:
    """Ask whether there is room, look through the file and put it away, and write it down with the application.

    The same file under the same id is the same certificate. Raises, in this order: `ApplicationNotFound`,
    `ApplicationClosed`, `CertificatesFull`, `TooManyCertificates`, and what `media.store_document` raises.
    """
    one = {"person_id": person_id, "application_id": application_id}
    async with db.transaction() as tx:
        if not await _has_room(tx, policy, one, certificate_id):
            raise CertificatesFull
        await people.count_deed(
            tx,
            person_id,
            "certificate",
            most=policy.certificates_an_hour,
            span=timedelta(hours=1),
            refusal=TooManyCertificates,
            now=now,
        )
    document = await media.store_document(db, shelf, document_id(person_id, certificate_id), raw, now)
    async with db.transaction() as tx:
        if not await _has_room(tx, policy, one, certificate_id):
            raise CertificatesFull
        await media.keep_document(tx, document.document_id)
        await certificates.add.run(
            tx,
            **one,
            certificate_id=certificate_id,
            kind=kind,
            media_type=document.media_type,
            size=document.size,
            pages=document.pages,
            now=now,
        )
        return await certificates.one.one(tx, **one, certificate_id=certificate_id)


async def _has_room(tx: Tx, policy: Policy, one: Mapping[str, object], certificate_id: CertificateId) -> bool:
    row = await applications.lock.maybe(tx, **one)
    if row is None:
        raise ApplicationNotFound
    if row.state not in EDITABLE:
        raise ApplicationClosed
    there = {each.certificate_id for each in await certificates.of.all(tx, **one)}
    return certificate_id in there or len(there) < policy.certificates
