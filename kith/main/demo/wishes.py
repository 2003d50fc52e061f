"""What the people of the town wish for: a few things each, from all shops."""

from datetime import datetime, timedelta

from kith import mall, people, wishes
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.main.demo.catalogue import article, shops

_FEWEST, _MORE = 2, 4


async def make_wishes(parts: Parts, here: dict[str, people.PersonId], now: datetime) -> None:
    """Let everybody wish; who wishes for it already goes on doing so."""
    goods = [(shop, number) for shop in shops().values() for number in range(shop.goods)]
    async with parts[Database].transaction() as tx:
        for place, person_id in enumerate(here.values()):
            for step in range(_FEWEST + place % _MORE):
                shop, number = goods[(place * 31 + step * 53) % len(goods)]
                product_id = mall.product_id(shop.merchant_id, article(shop.key, number))
                wished_at = now - timedelta(hours=place + 7 * step)
                await wishes.make_wish(tx, parts[wishes.Policy], person_id, product_id, wished_at)
