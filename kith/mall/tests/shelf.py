"""A shop with goods, for tests: Eve owns it."""

from datetime import datetime
from uuid import UUID

from kith import mall, merchants
from kith.kit import ids
from kith.kit.sql import Query, Tx
from tests.cast import EVE

counts = Query(str, "SELECT concat(units, ' ', held) FROM stock WHERE sku_id = %(sku_id)s")
state_of = Query(str, "SELECT state FROM product WHERE product_id = %(product_id)s")
reviews = Query(
    str,
    """
    SELECT concat_ws(' ', number, decision, decided_by, why) FROM product_review
    WHERE product_id = %(product_id)s ORDER BY number
    """,
)
waiting_jobs = Query(str, "SELECT task_name::text FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")


async def open_shop(tx: Tx, now: datetime, *, owner: UUID = EVE, city: str = "Kunming") -> merchants.MerchantId:
    merchant_id = merchants.MerchantId(ids.new(now))
    await merchants.add(
        tx,
        merchant_id=merchant_id,
        name=f"Shop {merchant_id.hex[-6:]}",
        city=city,
        phone="+8687112345678",
        staff=[owner],
        now=now,
    )
    return merchant_id


def draft(name: str = "vase", **other: object) -> mall.Draft:
    content: dict[str, object] = {
        "external_id": name,
        "category": "home",
        "title": name,
        "story": "",
        "brand": "",
        "ship_from": "Kunming",
        "ships_to": [],
        "ship_within_hours": 48,
        "occasions": [],
        "pictures": [f"https://shop.example/{name}.jpg"],
        "variants": [mall.DraftVariant(name, {}, 28_800, 5)],
    }
    return mall.Draft(**content | other)


def variant(name: str, fen: int = 28_800, units: int = 5, **options: str) -> mall.DraftVariant:
    return mall.DraftVariant(name, options, fen, units)


async def enter(tx: Tx, shop: merchants.MerchantId, *drafts: mall.Draft, now: datetime) -> None:
    """Enter and list."""
    await mall.enter_products(tx, shop, drafts, by="test", now=now)
    for one in drafts:
        await mall.review(tx, mall.product_id(shop, one.external_id), "approved", by="test", why="", now=now)


async def one_sku(tx: Tx, now: datetime, units: int = 5) -> mall.SkuId:
    """A listed product with one variant of so many units."""
    shop = await open_shop(tx, now)
    await enter(tx, shop, draft(variants=[variant("vase", units=units)]), now=now)
    return mall.sku_id(mall.product_id(shop, "vase"), "vase")
