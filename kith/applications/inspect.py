"""See an application as its reviewer."""

from datetime import datetime

from kith.applications import certificate as certificates
from kith.applications import identity as identities
from kith.applications import reviewing
from kith.applications.application import ApplicationId, ApplicationNotFound
from kith.applications.reviewing import Dossier
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx


async def inspect(tx: Tx, ring: KeyRing, application_id: ApplicationId, *, by: str, now: datetime) -> Dossier:
    """Everything that was said, with the whole number of the identity. That `by` saw it is written down first.

    Raises `ApplicationNotFound`.
    """
    row = await reviewing.lock.maybe(tx, application_id=application_id)
    if row is None:
        raise ApplicationNotFound
    await reviewing.record.run(
        tx,
        application_id=application_id,
        deed="seen",
        by=by,
        certificate_id=None,
        reasons=[],
        words="",
        now=now,
    )
    one = {"person_id": row.person_id, "application_id": application_id}
    identity = identities.unseal(ring, await identities.kept.maybe(tx, **one), row.person_id)
    return Dossier(
        row,
        identity.legal_name,
        identity.id_number,
        await certificates.of.all(tx, **one),
        await reviewing.steps.all(tx, application_id=application_id),
    )
