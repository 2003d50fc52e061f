"""Let the ads of a shop be seen again."""

from kith import merchants, people
from kith.ads import sight as sights
from kith.kit.sql import Tx


async def unhide_shop(tx: Tx, person_id: people.PersonId, merchant_id: merchants.MerchantId) -> None:
    """This person may be shown this shop's ads again. A shop that was not hidden stays so."""
    await sights.unhide.run(tx, person_id=person_id, merchant_id=merchant_id)
