"""Look at an import of one's shop."""

from uuid import UUID

from kith import merchants, people
from kith.kit.sql import Tx
from kith.mall import feed_import as imports
from kith.mall.feed_import import FeedImport, ImportNotFound


async def view_import(
    tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId, import_id: UUID
) -> FeedImport:
    """How far an import is and what came of it. Raises `NotYourShop`, `ImportNotFound`."""
    await merchants.check_staff(tx, merchant_id, person_id)
    found = await imports.by_id.maybe(tx, merchant_id=merchant_id, import_id=import_id)
    if found is None:
        raise ImportNotFound
    return found
