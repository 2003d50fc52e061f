"""A feed is imported product by product, whole or not at all, and as often as one likes."""

import resource
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kith import mall, media, merchants
from kith.kit import ids
from kith.kit.sql import Database, Query, Tx
from kith.mall import feed_import as imports
from kith.mall.tests.feeds import HEAD, RSS, item, row, text, tsv, xml
from kith.mall.tests.shelf import counts, open_shop, reviews, waiting_jobs
from kith.mall.words import lexemes
from tests.cast import EVE

states = Query(
    str, "SELECT concat(external_id, ' ', state) FROM product WHERE merchant_id = %(shop)s ORDER BY external_id"
)
left_over = Query(int, "SELECT count(*) FROM feed_row")


class Importing:
    """A shop and the files it sends."""

    def __init__(self, db: Database, folder: Path, now: datetime) -> None:
        self.db, self.folder, self.now = db, folder, now
        self.shop = merchants.MerchantId(ids.new(now))

    async def open(self) -> "Importing":
        async with self.db.transaction() as tx:
            self.shop = await open_shop(tx, self.now)
        return self

    def order(self, raw: bytes, **how: object) -> mall.ImportOrder:
        file = self.folder / f"{ids.new(self.now)}.feed"
        file.write_bytes(raw)
        return mall.ImportOrder(import_id=ids.new(self.now), merchant_id=self.shop, source=file, **how)

    async def run(self, order: mall.ImportOrder) -> mall.FeedImport:
        self.now += timedelta(minutes=1)
        return await mall.import_feed(
            self.db, order, shelf=media.on_disk(self.folder / "media"), policy=mall.Policy(), now=self.now
        )

    async def send(self, *rows: dict[str, object], **how: object) -> mall.FeedImport:
        return await self.run(self.order(xml(rows), **how))

    async def states(self) -> list[str]:
        async with self.db.transaction() as tx:
            return await states.all(tx, shop=self.shop)

    async def errors(self, done: mall.FeedImport) -> list[tuple[int, str, str, str]]:
        async with self.db.transaction() as tx:
            page = await mall.list_import_errors(tx, self.shop, EVE, done.import_id, limit=100, after=None)
        return [(e.number, e.attribute, e.code, e.item) for e in page.items]

    async def approve(self, name: str) -> mall.ProductId:
        product_id = mall.product_id(self.shop, name)
        async with self.db.transaction() as tx:
            await mall.review(tx, product_id, "approved", by="Olga", why="", now=self.now)
        return product_id


@pytest.fixture
async def shop(db: Database, tmp_path: Path, now: datetime) -> Importing:
    return await Importing(db, tmp_path, now).open()


def told(done: mall.FeedImport) -> tuple[str, int, int, int, int, int, int]:
    return done.state, done.rows, done.products, done.added, done.changed, done.unchanged, done.refused


@pytest.mark.parametrize("form", [xml, text, tsv])
async def test_good_products_enter_and_bad_ones_stay_out(shop: Importing, form: object) -> None:
    rows = [
        row("A1", colour="red", mystery="?"),
        row("B1", item_group_id="B", color="red"),
        row("C1", price="9.99 CNY"),
        row("D1", item_group_id="D", color="red"),
        row("B2", item_group_id="B", color="blue", mystery="?"),
        row("D2", item_group_id="D", color="blue", title=None),
        row("A1", title="again"),
        row("E1", id=None),
    ]
    done = await shop.run(shop.order(form(rows)))
    first = 1 if form is xml else 2
    assert told(done) == ("done", 8, 4, 2, 0, 0, 3)
    assert done.unknown_attributes == {"mystery": 2, "colour": 1}
    assert await shop.states() == ["A1 in_review", "B in_review"]
    assert await shop.errors(done) == [
        (first + 2, "price", "price_out_of_range", "C1"),
        (first + 5, "title", "missing", "D2"),
        (first + 6, "id", "repeated", "A1"),
        (first + 7, "id", "missing", ""),
    ]
    async with shop.db.transaction() as tx:
        assert await left_over.one(tx) == 0
        assert "mall.fetch_pictures" in await waiting_jobs.all(tx)


async def test_a_newer_feed_changes_what_changed(shop: Importing) -> None:
    await shop.send(row("A1"), row("B1"), row("C1"))
    a, b, _ = [await shop.approve(name) for name in ("A1", "B1", "C1")]
    done = await shop.send(row("A1"), row("B1", title="Another"), row("C1", quantity="9"), row("D1"))
    assert told(done) == ("done", 4, 4, 1, 2, 1, 0)
    assert await shop.states() == ["A1 listed", "B1 in_review", "C1 listed", "D1 in_review"]
    async with shop.db.transaction() as tx:
        assert await reviews.all(tx, product_id=b) == ["1 submitted import ", "2 approved Olga ", "3 submitted import "]
        assert await reviews.all(tx, product_id=a) == ["1 submitted import ", "2 approved Olga "]
        sku = mall.sku_id(mall.product_id(shop.shop, "C1"), "C1")
        assert await counts.one(tx, sku_id=sku) == "9 0"


async def test_what_is_missing_is_delisted_only_if_asked(shop: Importing) -> None:
    await shop.send(row("A1"), row("B1"))
    for name in ("A1", "B1"):
        await shop.approve(name)
    assert (await shop.send(row("A1"))).delisted == 0
    assert await shop.states() == ["A1 listed", "B1 listed"]
    done = await shop.send(row("A1", price="free"), delist_missing=True)
    assert (done.delisted, done.refused) == (1, 1)
    assert await shop.states() == ["A1 listed", "B1 delisted"], "a bad row is not a missing one"
    await shop.send(row("A1"), row("B1"))
    assert await shop.states() == ["A1 listed", "B1 in_review"], "what comes back is looked at again"


async def test_another_shop_s_goods_are_never_touched(shop: Importing, tmp_path: Path, now: datetime) -> None:
    await shop.send(row("A1"))
    other = await Importing(shop.db, tmp_path, now).open()
    await other.send(row("A1", title="Theirs"), delist_missing=True)
    assert await shop.states() == await other.states() == ["A1 in_review"]
    async with shop.db.transaction() as tx:
        assert (await mall.product(tx, mall.product_id(shop.shop, "A1"))).title == "Vase A1"


async def test_strict_is_all_or_nothing(shop: Importing) -> None:
    for bad in (row("B1", price="free"), row("B1", id=None)):
        done = await shop.send(row("A1"), bad, strict=True, delist_missing=True)
        assert (done.state, done.refusal, done.added, done.refused) == ("refused", "strict", 0, 1)
        assert await shop.states() == []
        assert len(await shop.errors(done)) == 1
    many = [row(f"A{number}") for number in range(250)]
    assert told(await shop.send(*many, strict=True)) == ("done", 250, 250, 250, 0, 0, 0)


async def test_a_dry_run_tells_and_does_nothing(shop: Importing) -> None:
    await shop.send(row("A1"), row("B1"))
    wet = [row("A1"), row("B1", title="Another"), row("C1"), row("D1", price="free")]
    done = await shop.send(*wet, dry_run=True, delist_missing=True)
    assert told(done) == ("done", 4, 4, 1, 1, 1, 1)
    assert len(await shop.errors(done)) == 1
    assert await shop.states() == ["A1 in_review", "B1 in_review"]
    assert told(await shop.send(*wet, dry_run=True, strict=True))[0] == "refused"
    assert told(await shop.send(*wet)) == ("done", 4, 4, 1, 1, 1, 1), "it told the truth"


@pytest.mark.parametrize(
    ("raw", "refusal", "number"),
    [
        (b"", "no_header", 1),
        (b"name,price\n", "no_header", 1),
        (b"id,price\n", "no_rows", 0),
        (xml([]), "no_rows", 0),
        ((HEAD + "<!DOCTYPE rss []>" + RSS.format("")).encode(), "xml_with_declarations", 1),
        (xml([row("A1"), row("A2")])[:-40], "xml_broken", 2),
        (None, "no_such_file", 0),
    ],
)
async def test_broken_files_enter_nothing(shop: Importing, raw: bytes | None, refusal: str, number: int) -> None:
    order = shop.order(raw or b"", delist_missing=True)
    if raw is None:
        order.source.unlink()
    await shop.send(row("Z1"))
    done = await shop.run(order)
    assert (done.state, done.refusal, done.refusal_row) == ("refused", refusal, number)
    assert await shop.states() == ["Z1 in_review"]


async def test_zero_bytes_are_a_row_s_own_trouble(shop: Importing) -> None:
    done = await shop.run(shop.order(text([row("A\0", item_group_id="\0"), row("B1", **{"my\0stery": "\0"})])))
    assert told(done) == ("done", 2, 2, 1, 0, 0, 1)
    assert await shop.errors(done) == [(2, "id", "unreadable", "A\ufffd")]
    assert done.unknown_attributes == {"mystery": 1}


async def test_the_map_of_the_shop_is_used(shop: Importing) -> None:
    agreed = mall.FeedMap(currency="USD", rate=Decimal("7.2"), category="beauty", ship_from="Dali")
    async with shop.db.transaction() as tx:
        await mall.set_map(tx, shop.shop, agreed, shop.now)
    await shop.send(row("A1", price="40 USD", google_product_category=None))
    async with shop.db.transaction() as tx:
        found = await mall.product(tx, mall.product_id(shop.shop, "A1"))
    assert (found.lowest_fen, found.category, found.ship_from) == (28_800, "beauty", "Dali")


async def test_refusals(shop: Importing) -> None:
    order = shop.order(xml([row()]))
    nowhere = mall.ImportOrder(
        import_id=order.import_id, merchant_id=merchants.MerchantId(ids.new(shop.now)), source=order.source
    )
    with pytest.raises(merchants.MerchantNotFound):
        await shop.run(nowhere)
    async with shop.db.transaction() as tx:
        with pytest.raises(merchants.MerchantNotFound):
            await mall.set_map(tx, nowhere.merchant_id, mall.FeedMap(), shop.now)
    async with shop.db.connection() as other:
        assert await imports.guard.one(other, merchant_id=shop.shop)
        with pytest.raises(mall.ImportRunning):
            await shop.run(order)
        assert await imports.unguard.one(other, merchant_id=shop.shop)
    done = await shop.run(order)
    assert await shop.run(order) == done, "the same order again is the first answer"
    with pytest.raises(mall.ImportExists):
        await shop.run(
            mall.ImportOrder(import_id=order.import_id, merchant_id=shop.shop, source=order.source, strict=True)
        )
    with pytest.raises(mall.ImportNotFound):
        await mall.resume_import(
            shop.db,
            shop.shop,
            ids.new(shop.now),
            shelf=media.on_disk(shop.folder),
            policy=mall.Policy(),
            now=shop.now,
        )


class Mortal(Database):
    """A database that is lost at the n-th transaction."""

    left = 0

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        self.left -= 1
        if self.left == 0:
            raise ConnectionError
        return super().transaction()


@pytest.mark.parametrize("how", [{}, {"strict": True}, {"dry_run": True}])
async def test_an_interrupted_import_goes_on(shop: Importing, fresh_url: str, how: dict[str, bool]) -> None:
    rows = [row(f"A{number:04}", price="free" if number == 444 else "288") for number in range(450)]
    order = shop.order(xml(rows), **how)
    policy, later = mall.Policy(), shop.now + timedelta(hours=1)
    async with Mortal(fresh_url) as mortal:
        for mortal.left in (3, 4, 5, 6):
            with pytest.raises(ConnectionError):
                await mall.import_feed(mortal, order, shelf=media.on_disk(shop.folder), policy=policy, now=shop.now)
    assert await mall.resume_imports(shop.db, shelf=media.on_disk(shop.folder), policy=policy, now=later) == 1
    assert await mall.resume_imports(shop.db, shelf=media.on_disk(shop.folder), policy=policy, now=later) == 0
    async with shop.db.transaction() as tx:
        done = await imports.by_id.one(tx, merchant_id=shop.shop, import_id=order.import_id)
    assert (done.rows, done.products, done.refused) == (450, 450, 1)
    assert done.added == (0 if how.get("strict") else 449)
    assert len(await shop.states()) == (0 if how else 449)
    assert len(await shop.errors(done)) == 1


async def test_a_queued_import_is_a_job(shop: Importing) -> None:
    order = shop.order(xml([row()]))
    async with shop.db.transaction() as tx:
        assert (await mall.queue_import(tx, order, shop.now)).state == "reading"
        assert await waiting_jobs.all(tx) == ["mall.import_feed"]
    assert await shop.states() == []
    done = await mall.resume_import(
        shop.db,
        shop.shop,
        order.import_id,
        shelf=media.on_disk(shop.folder),
        policy=mall.Policy(),
        now=shop.now,
    )
    assert done.state == "done"


async def test_reported_errors_are_bounded_and_all_are_counted(shop: Importing) -> None:
    order = shop.order(xml(row(f"A{number}", price="free") for number in range(500)))
    done = await mall.import_feed(
        shop.db,
        order,
        shelf=media.on_disk(shop.folder),
        policy=mall.Policy(max_reported_errors=150),
        now=shop.now,
    )
    async with shop.db.transaction() as tx:
        page = await mall.list_import_errors(tx, shop.shop, EVE, done.import_id, limit=100, after=None)
        rest = await mall.list_import_errors(tx, shop.shop, EVE, done.import_id, limit=100, after=page.next)
    assert done.refused == 500
    assert 150 <= len(page.items) + len(rest.items) < 300


async def test_twenty_thousand_rows_in_constant_memory(shop: Importing) -> None:
    file = shop.folder / "large.xml"
    head, _, tail = (HEAD + RSS).partition("{}")
    with file.open("w", encoding="utf-8") as out:
        out.write(head)
        for number in range(20_000):
            group = number % 10_000
            color = "红色" if number < 10_000 else "蓝色"
            price = "9 CNY" if number % 1_000 == 999 else f"{100 + number % 900} CNY"
            out.write(
                item(row(f"A{number}", item_group_id=f"G{group}", color=color, price=price, title=f"花瓶 {group}"))
            )
        out.write(tail)
    order = mall.ImportOrder(import_id=ids.new(shop.now), merchant_id=shop.shop, source=file)
    assert "hua" in lexemes("花", "", ()), "the dictionary of pinyin is loaded once, and is none of the feed's"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = await shop.run(order)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert told(done) == ("done", 20_000, 10_000, 9_990, 0, 0, 10)
    assert grown < 40_000, f"{grown} KB more for {file.stat().st_size // 1024} KB of feed"
