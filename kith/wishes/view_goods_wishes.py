"""See who around a person wishes for some goods."""

from kith import mall, people
from kith.kit.sql import Tx
from kith.wishes import wish as wishes
from kith.wishes.wish import GoodsWishes


async def view_goods_wishes(tx: Tx, person_id: people.PersonId, product_id: mall.ProductId) -> GoodsWishes:
    """Whether I do, and whether any friend of mine does. Of goods that do not exist: nobody."""
    friends = await people.friend_ids(tx, person_id)
    return GoodsWishes(
        mine=await wishes.by_any.one(tx, person_ids=[person_id], product_id=product_id),
        by_friend=await wishes.by_any.one(tx, person_ids=friends, product_id=product_id),
    )
