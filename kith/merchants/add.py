"""Open a shop."""

from collections.abc import Sequence
from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.hire import hire
from kith.merchants.shop import Merchant, MerchantExists, MerchantId


async def add(
    tx: Tx,
    *,
    merchant_id: MerchantId,
    name: str,
    city: str,
    phone: str,
    staff: Sequence[people.PersonId],
    now: datetime,
) -> Merchant:
    """Enter a shop and those who work in it. The same shop again only adds to its staff.

    Raises `MerchantExists` where the id belongs to a shop with other particulars.
    """
    wanted = Merchant(merchant_id, name, city, phone)
    await shops.add.run(tx, merchant_id=merchant_id, name=name, city=city, phone=phone, now=now)
    if await shops.by_id.one(tx, merchant_id=merchant_id) != wanted:
        raise MerchantExists
    for person_id in staff:
        await hire(tx, merchant_id, person_id, now)
    return wanted
