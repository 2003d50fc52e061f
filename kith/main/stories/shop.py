"""A shop of a story: opened by the operator, stocked from a feed file, served by one florist over HTTP."""

from __future__ import annotations

import asyncio
import csv
import io
import tempfile
from pathlib import Path

from kith import ledger, mall, media, merchants
from kith.kit import clock, ids
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.main.drawing import draw
from kith.main.stories.actor import Actor, Deviation

_STOCK = 6
_PROMISE_HOURS = 48


class Shop:
    """One bouquet in two colours of the same price, and the person who sends it."""

    fen = 19_900
    stock = _STOCK
    promise_hours = _PROMISE_HOURS

    def __init__(self, parts: Parts, staff: Actor, merchant_id: merchants.MerchantId, skus: dict[str, str]) -> None:
        self.staff = staff
        self.merchant_id = merchant_id
        self.red = skus["red"]
        self.white = skus["white"]
        self.product_id = str(mall.product_id(merchant_id, "bouquet"))
        self.tracking_no = ""
        self._parts = parts

    async def next_order(self) -> str:
        """The most urgent order that waits to be sent; its id."""
        queue = await self.staff.get(f"/shops/{self.merchant_id}/orders?state=to_ship")
        if not queue["items"]:
            raise Deviation(f"{self.staff.name}: no order waits to be sent")
        return str(queue["items"][0]["order_id"])

    async def ship(self, order_id: str) -> None:
        """Hand the parcel to a carrier."""
        self.tracking_no = f"SF{ids.digits(12)}"
        label = {"carrier": "sf", "tracking_no": self.tracking_no}
        await self.staff.post(f"/orders/{order_id}/shipment", label, expect=200)

    async def refused_shipment(self, order_id: str) -> None:
        """The order has ended and must not be sent any more."""
        label = {"carrier": "sf", "tracking_no": f"SF{ids.digits(12)}"}
        await self.staff.refused("POST", f"/orders/{order_id}/shipment", label, 409, "order_not_open")

    async def available(self) -> int:
        """Units of the red bouquet that could be sold now."""
        goods = await self.staff.get(f"/shops/{self.merchant_id}/goods")
        variants = [variant for product in goods["items"] for variant in product["variants"]]
        return int(next(variant["available"] for variant in variants if variant["sku_id"] == self.red))

    async def payable(self) -> int:
        """What Kith owes the shop, in fen."""
        account_id = ledger.account_id("merchant-payable", self.merchant_id)
        async with self._parts[Database].transaction() as tx:
            balance = (await ledger.balances(tx, [account_id]))[account_id]
        return balance.credits_posted - balance.debits_posted


async def open_shop(parts: Parts, staff: Actor, fen: int = Shop.fen) -> Shop:
    """Do what an operator does: enter the shop, import its feed, approve what came in."""
    db = parts[Database]
    merchant_id = merchants.MerchantId(ids.new())
    async with db.transaction() as tx:
        await merchants.add(
            tx,
            merchant_id=merchant_id,
            name="虚构花店",
            city="上海",
            phone="02100000000",
            staff=[staff.id],
            now=clock.now(),
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "feed.csv"
        await _import(parts, merchant_id, source, fen)
    async with db.transaction() as tx:
        queue = await mall.review_queue(tx, merchant_id, 100, None)
        for waiting in queue.items:
            await mall.review(tx, waiting.product_id, "approved", by="story", why="", now=clock.now())
        goods = await mall.list_shop_goods(tx, merchant_id, staff.id, state=None, limit=10, after=None)
    variants = {variant.options["color"]: str(variant.sku_id) for item in goods.items for variant in item.variants}
    shop = Shop(parts, staff, merchant_id, variants)
    shop.fen = fen
    return shop


async def _import(parts: Parts, merchant_id: merchants.MerchantId, source: Path, fen: int) -> None:
    text = io.StringIO()
    feed = csv.writer(text)
    feed.writerow(
        ["id", "item_group_id", "title", "description", "price", "color", "product_type", "quantity", "image_link"]
    )
    for color in ("red", "white"):
        feed.writerow(
            [
                color,
                "bouquet",
                "十一枝玫瑰花束 Bouquet",
                "一束虚构的花",
                f"{fen // 100}.{fen % 100:02} CNY",
                color,
                "鲜花",
                _STOCK,
                "bouquet.png",
            ]
        )
    await asyncio.to_thread(source.with_name("bouquet.png").write_bytes, draw("bouquet"))
    await asyncio.to_thread(source.write_text, text.getvalue())
    order = mall.ImportOrder(
        import_id=ids.new(), merchant_id=merchant_id, source=source, strict=True, local_pictures=True
    )
    done = await mall.import_feed(
        parts[Database],
        order,
        shelf=parts[media.Shelf],
        policy=parts[mall.Policy],
        now=clock.now(),
    )
    if done.state != "done":
        raise Deviation(f"the feed was refused: {done}")
