"""Take a wish back."""

from kith import mall, people
from kith.kit.sql import Tx
from kith.wishes import wish as wishes


async def take_back(tx: Tx, person_id: people.PersonId, product_id: mall.ProductId) -> None:
    """No longer wish for it, whether or not the goods are still listed; without a wish, nothing happens."""
    await wishes.take_back.run(tx, person_id=person_id, product_id=product_id)
