"""Certify a shop."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.merchants import standing as standings
from kith.merchants.merchant import merchant
from kith.merchants.shop import MerchantId
from kith.merchants.standing import Category, LicenceTaken


async def certify(
    tx: Tx,
    merchant_id: MerchantId,
    *,
    licence_no: str,
    category: Category,
    until_at: datetime,
    by: str,
    now: datetime,
) -> None:
    """Its papers were checked: it wears the badge until `until_at`. A licence belongs to the shop that was certified
    with it first. Raises `MerchantNotFound`, `LicenceTaken`.
    """
    await merchant(tx, merchant_id)
    if await standings.claim_licence.one(tx, licence_no=licence_no, merchant_id=merchant_id, now=now) != merchant_id:
        raise LicenceTaken
    await standings.certify.run(tx, merchant_id=merchant_id, category=category, until_at=until_at)
    await standings.record.run(
        tx, merchant_id=merchant_id, deed="certified", by=by, reason=until_at.date().isoformat(), now=now
    )
