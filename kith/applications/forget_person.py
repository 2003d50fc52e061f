"""Forget the applications of somebody who leaves."""

from datetime import datetime

from kith import media, merchants, people
from kith.applications import application as applications
from kith.applications import certificate as certificates
from kith.applications.certificate import document_id
from kith.kit.sql import Tx


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """They go, with their certificates, but for those by which a shop is certified that others go on keeping.

    For `people.Leaving`, before the shops are forgotten.
    """
    staffed = {shop.merchant_id for shop in await merchants.staffed(tx, person_id)}
    running = staffed - set(await merchants.kept_alone(tx, person_id))
    for row in await applications.of.all(tx, person_id=person_id):
        if row.state == "approved" and row.merchant_id in running:
            continue
        one = {"person_id": person_id, "application_id": row.application_id}
        gone = await certificates.remove.all(tx, **one, certificate_id=None)
        await media.drop_documents(tx, [document_id(person_id, each) for each in gone], now)
        await applications.remove.run(tx, **one)
