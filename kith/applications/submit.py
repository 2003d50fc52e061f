"""Hand in an application."""

from datetime import datetime

from kith import merchants, notices, people
from kith.applications import application as applications
from kith.applications import reviewing
from kith.applications.application import (
    EDITABLE,
    Application,
    ApplicationClosed,
    ApplicationId,
    ApplicationIncomplete,
    ApplicationNotFound,
)
from kith.applications.view import view
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx


async def submit(
    tx: Tx, ring: KeyRing, *, person_id: people.PersonId, application_id: ApplicationId, now: datetime
) -> Application:
    """From now on it waits for a reviewer. One that was handed in already is answered as it stands.

    Raises, in this order: `ApplicationNotFound`, `ApplicationClosed`, `ApplicationIncomplete`,
    `merchants.LicenceTaken`.
    """
    one = {"person_id": person_id, "application_id": application_id}
    row = await applications.lock.maybe(tx, **one)
    if row is None:
        raise ApplicationNotFound
    if row.state in ("submitted", "in_review"):
        return await view(tx, ring, person_id, application_id)
    if row.state not in EDITABLE:
        raise ApplicationClosed
    if (await view(tx, ring, person_id, application_id)).missing:
        raise ApplicationIncomplete
    assert row.licence_no is not None
    if await merchants.licence_holder(tx, row.licence_no) not in (None, row.merchant_id):
        raise merchants.LicenceTaken
    await applications.submit.run(tx, **one, now=now)
    await reviewing.record.run(
        tx,
        application_id=application_id,
        deed="submitted",
        by="applicant",
        certificate_id=None,
        reasons=[],
        words="",
        now=now,
    )
    await notices.tell(tx, person_id, "shop_pass", application_id, now)
    return await view(tx, ring, person_id, application_id)
