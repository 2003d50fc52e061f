"""Wish for something."""

from datetime import datetime

from kith import mall, people
from kith.kit.sql import Tx
from kith.wishes import wish as wishes
from kith.wishes.policy import Policy
from kith.wishes.wish import TooManyWishes


async def make_wish(
    tx: Tx, policy: Policy, person_id: people.PersonId, product_id: mall.ProductId, now: datetime
) -> None:
    """Mark listed goods as wished; wishing twice is wishing once. Raises `mall.ProductNotFound`, `TooManyWishes`."""
    product = await mall.product(tx, product_id)
    if product.state != "listed":
        raise mall.ProductNotFound
    await wishes.hold.one(tx, key=wishes.lock_key(person_id))
    if await wishes.count_others.one(tx, person_id=person_id, product_id=product_id) >= policy.wishes:
        raise TooManyWishes(limit=policy.wishes)
    await wishes.add.run(tx, person_id=person_id, product_id=product_id, now=now)
