"""Hide the ads of a shop."""

from datetime import datetime

from kith import merchants, people
from kith.ads import sight as sights
from kith.kit.sql import Tx


async def hide_shop(tx: Tx, person_id: people.PersonId, merchant_id: merchants.MerchantId, now: datetime) -> None:
    """This person is not shown this shop's ads any more. Raises `MerchantNotFound`."""
    await merchants.merchant(tx, merchant_id)
    await sights.hide.run(tx, person_id=person_id, merchant_id=merchant_id, now=now)
