"""Remind the owners of shops whose badge runs out, and forget what was refused long ago."""

from datetime import datetime, timedelta

from kith import media, merchants, notices
from kith.applications import certificate as certificates
from kith.applications import reviewing
from kith.applications.certificate import document_id
from kith.applications.policy import Policy
from kith.kit.sql import Database

_HANDFUL = 100


async def sweep(db: Database, policy: Policy, now: datetime) -> None:
    """Each certification is reminded of once. The certificates of refused applications are dropped."""
    async with db.transaction() as tx:
        soon = await merchants.ending(tx, before=now + timedelta(days=policy.remind_days), now=now)
        for row in await reviewing.to_remind.all(tx, merchant_ids=soon):
            one = {"person_id": row.person_id, "application_id": row.application_id}
            if await reviewing.remind.maybe(tx, **one, now=now) is not None:
                await notices.tell(tx, row.person_id, "shop_pass", row.application_id, now)
    async with db.transaction() as tx:
        for row in await reviewing.stale.all(tx, before=now - timedelta(days=policy.kept_days), limit=_HANDFUL):
            one = {"person_id": row.person_id, "application_id": row.application_id}
            gone = await certificates.remove.all(tx, **one, certificate_id=None)
            await media.drop_documents(tx, [document_id(row.person_id, each) for each in gone], now)
